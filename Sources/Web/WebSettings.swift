/// What an operator may set about the HTTP layer.
public struct WebSettings: Sendable {
    /// Rehearsal: no limit on sign-ups.
    public var isTestMode: Bool
    /// Addresses of proxies whose `X-Forwarded-For` is believed.
    public var trustedProxies: Set<String>
    /// For each minute and address; 0 means no limit.
    public var signUpsPerMinute: Int
    /// Codes that do not exist, sent to recover an account or to enrol a till, for each minute and address; 0 means no limit.
    public var codeAttemptsPerMinute: Int
    /// Public pages of coupons that do not exist, for each minute and address; 0 means no limit.
    public var publicMissesPerMinute: Int
    /// Public pages of offers, for each minute and address; a whole shop shares one. 0 means no limit.
    public var pagesPerMinute: Int
    /// Sign-ins to the console that failed, for each minute and address; an office shares one. 0 means no limit.
    public var signInsPerMinute: Int
    /// Whether each request is logged at `info`. Problems of ours are logged anyway.
    public var logsRequests: Bool
    /// What maps on pages are made of.
    public var maps = MapSettings()

    public init(
        isTestMode: Bool = false, trustedProxies: Set<String> = [], signUpsPerMinute: Int = 600,
        codeAttemptsPerMinute: Int = 60, publicMissesPerMinute: Int = 60, pagesPerMinute: Int = 1_200,
        signInsPerMinute: Int = 30,
        logsRequests: Bool = true
    ) {
        self.isTestMode = isTestMode
        self.trustedProxies = trustedProxies
        self.signUpsPerMinute = signUpsPerMinute
        self.codeAttemptsPerMinute = codeAttemptsPerMinute
        self.publicMissesPerMinute = publicMissesPerMinute
        self.pagesPerMinute = pagesPerMinute
        self.signInsPerMinute = signInsPerMinute
        self.logsRequests = logsRequests
    }
}
