public import Printing
public import Promotions
import Records

/// The papers of one store.
extension Desk {
    public static let tillsPerPageMax = 50

    /// What hangs by the door: its QR opens the store's page.
    /// - Throws: `PrintProblem`, `.busy` when too many wait for the printer's threads.
    public func poster(
        of ref: Ref<Store>, as format: PrintFormat, on paper: PosterPaper, locale: String
    ) async throws -> Answer<[UInt8]> {
        guard let store = try await database.store(ref.id, of: ref.retailer), store.archivedAt == nil else {
            return .refused(.notFound)
        }
        let pack = LocalePack.pack(for: locale)
        let head = letterhead(
            of: ref.retailer, try await brand(of: ref.retailer), in: pack.language,
            from: IDMaker.instant(of: ref.id.rawValue))
        var poster = PrintedPoster(
            title: pack.words.checkInHere, store: store.name, hint: pack.words.scanThis, issuer: head.issuer,
            link: storeLink(ref), accent: head.accent, language: head.language, isRightToLeft: head.isRightToLeft,
            createdAtSeconds: head.createdAtSeconds)
        poster.logo = head.logo
        return .done(try await printer.render(.poster(poster, paper), as: format))
    }

    /// New tills, all or none. Called inside `once`.
    public func addTills(named names: [String], at store: Ref<Store>) async throws -> Answer<[NewTill]> {
        var tills: [NewTill] = []
        for name in names {
            switch try await addTill(named: name, at: store) {
            case .done(let till): tills.append(till)
            case .refused(let refused): return .refused(refused)
            }
        }
        return .done(tills)
    }

    /// A page with the QR of each new till. It holds the codes in clear, as `addTills` answered them.
    /// - Parameter tills: name and code of each.
    public func enrolmentPage(
        for tills: [(name: String, code: String)], until end: Instant, at ref: Ref<Store>, on paper: OfficePaper,
        locale: String
    ) async throws -> Answer<[UInt8]> {
        guard let store = try await database.store(ref.id, of: ref.retailer) else { return .refused(.notFound) }
        let pack = LocalePack.pack(for: locale)
        let created = end.adding(seconds: -Self.enrolmentSeconds)
        let page = PrintedEnrolment(
            letterhead: letterhead(
                of: ref.retailer, try await brand(of: ref.retailer), in: pack.language, from: created),
            title: pack.counter.enrol,
            store: store.name, hint: pack.counter.enrolHint, deadline: pack.deadline(end, zone: store.zone),
            tills: tills.map {
                PrintedEntry(
                    name: $0.name, words: "", code: $0.code, link: "\(settings.publicURL)/till#enrol/\($0.code)")
            })
        return .done(try await printer.render(.enrolment(page, paper), as: .pdf))
    }
}
