import Geofence

/// What a replay changes: thresholds of one campaign, fences of some stores, or both.
public struct ReplayPlan: Sendable {
    public let campaign: Campaign
    /// The campaign's own, with what the plan replaces.
    public let presence: PresencePolicy
    /// With their new place and fence.
    public let moved: [ID<Store>: Store]

    public init(campaign: Campaign, presence: PresencePolicy, moved: [Store] = []) {
        self.campaign = campaign
        self.presence = presence
        self.moved = Dictionary(moved.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
    }

    /// Reads `{"presence": {...}, "fences": {"sto_...": {...}}}`. Of `presence` only what changes is written; a fence is
    /// written as for a store, alone or as `{"location", "fence"}`.
    public init(
        reading json: JSON, campaign: Campaign, of retailer: ID<Retailer>, stores: (ID<Store>) -> Store?
    ) throws(Invalid) {
        guard campaign.terms.unlock == .everyVisit else {
            let kind = campaign.terms.unlock.kind.rawValue
            throw Invalid(field: "campaign", reason: "must be every_visit: with \(kind) a visit alone earns nothing")
        }
        let fields = try Fields(json)
        let changes = fields.read("presence") { (json, path) throws(Invalid) in
            guard case .object(let object) = json else { throw Invalid(field: path, reason: "must be an object") }
            return object
        }
        let presence = fields.read("presence") { (_, path) throws(Invalid) in
            let merged = Self.merged(campaign.terms.presence.json, with: .object(changes ?? [:]))
            return try PresencePolicy(reading: Fields(merged, at: path))
        }
        let moved = fields.read("fences") { (json, path) throws(Invalid) in
            try Self.stores(json, at: path, of: retailer, stores: stores)
        }
        if !fields.has("presence"), !fields.has("fences") {
            fields.refuse("presence", "is required, or fences")
        }
        try fields.finish()
        self.init(campaign: campaign, presence: presence ?? campaign.terms.presence, moved: moved ?? [])
    }

    /// Members that are objects on both sides are merged in turn.
    private static func merged(_ old: JSON, with new: JSON) -> JSON {
        guard case .object(var object) = old, case .object(let changes) = new else { return new }
        for change in changes { object[change.name] = merged(object[change.name] ?? .null, with: change.value) }
        return .object(object)
    }

    private static func stores(
        _ json: JSON, at path: String, of retailer: ID<Retailer>, stores: (ID<Store>) -> Store?
    ) throws(Invalid) -> [Store] {
        guard case .object(let object) = json else { throw Invalid(field: path, reason: "must be an object") }
        var moved: [Store] = []
        for member in object {
            let place = "\(path).\(member.name)"
            guard let ref = Ref<Store>(text: member.name), ref.retailer == retailer, var store = stores(ref.id) else {
                throw Invalid(field: place, reason: "must be a store of this campaign's retailer")
            }
            let fields = try Fields(member.value, at: place)
            if fields.has("fence") || fields.has("location") {
                store.location =
                    fields.object("location") { (fields: Fields) throws(Invalid) in try Position(reading: fields) }
                    ?? store.location
                let location = store.location
                let fence = fields.object("fence") { (fields: Fields) throws(Invalid) in
                    try Fence(reading: fields, around: location)
                }
                // As when a store is changed: a circle stays round its pin.
                store.fence =
                    fence ?? store.radiusMeters.map { .circle(center: location, radiusMeters: $0) } ?? store.fence
                try fields.finish()
            } else {
                store.fence = try Fence(reading: fields, around: store.location)
            }
            moved.append(store)
        }
        return moved
    }
}
