import Actions
import Promotions

/// Stores in the console. What they hold comes over `/v1`; the map needs a script anyway.
enum ConsoleStorePages {
    static func list(_ call: Call, _ caller: ConsoleCaller) async throws -> Reply {
        try show("console-stores", call, caller, ["may_add": mayAdd(caller)])
    }

    static func new(_ call: Call, _ caller: ConsoleCaller) async throws -> Reply {
        guard mayAdd(caller) else { throw Problem(.forbidden) }
        let words = try Words.of(.stores, call.request.pageLanguage)
        return try show("console-store", call, caller, ["title": words.text("new_store"), "id": ""])
    }

    static func edit(_ call: Call, _ caller: ConsoleCaller) async throws -> Reply {
        let ref: Ref<Store> = try caller.caller.owns(call.ref(Store.self))
        guard let store = call.desk.shelf.current.book(ref.retailer)?.stores[ref.id] else { throw Problem(.notFound) }
        return try show("console-store", call, caller, ["title": store.name, "id": ref.text])
    }

    static func importFile(_ call: Call, _ caller: ConsoleCaller) async throws -> Reply {
        guard mayAdd(caller) else { throw Problem(.forbidden) }
        return try show("console-import", call, caller)
    }

    /// Whoever looks after some stores makes no others.
    private static func mayAdd(_ caller: ConsoleCaller) -> Bool {
        caller.user.user.role.allows(.stores) && caller.caller.scope.isEverything
    }

    private static func show(
        _ template: String, _ call: Call, _ caller: ConsoleCaller, _ facts: [String: any Sendable] = [:]
    ) throws -> Reply {
        try ConsolePages.show(
            template, .stores, at: .stores, call, caller, facts.merging(call.maps.facts) { $1 }, in: .map(call.maps))
    }
}

extension MapSettings {
    /// What templates hand on to the scripts that draw.
    var facts: [String: any Sendable] { ["tiles": tiles ?? "", "credit": credit ?? ""] }
}
