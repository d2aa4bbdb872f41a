/// The till, on a tablet or a phone. Everything it does goes over the API, with the token that the device got for its
/// enrolment code.
enum TillPages {
    static func app(_ call: Call) async throws -> Reply {
        try Pages.show("till", .till, call.request)
    }
}
