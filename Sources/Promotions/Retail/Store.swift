public import Geofence

/// A shop: where it is, when it is open, and the fence that a check-in must be inside.
public struct Store: Identified, Hashable, Sendable {
    public static let idPrefix = "sto"

    public enum Owner: String, CaseIterable, Sendable {
        case company, franchise
    }

    private struct Parts: Hashable, Sendable {
        let id: ID<Store>
        var externalID: String?
        var name: String
        var brand: String?
        var owner: Owner
        var region: String?
        var address: String?
        var zone: Zone
        var location: Position
        var fence: Fence
        var hours: OpeningHours?
        var tags: [String]
        var archivedAt: Instant?
    }

    /// A store goes along with every check-in.
    private var kept: Shared<Parts>

    private mutating func change(_ body: (inout Parts) -> Void) {
        kept = kept.changed(body)
    }

    public var id: ID<Store> { kept.value.id }

    /// The retailer's own number for the shop; unique among its stores.
    public var externalID: String? {
        get { kept.value.externalID }
        set { change { $0.externalID = newValue } }
    }

    public var name: String {
        get { kept.value.name }
        set { change { $0.name = newValue } }
    }

    public var brand: String? {
        get { kept.value.brand }
        set { change { $0.brand = newValue } }
    }

    public var owner: Owner {
        get { kept.value.owner }
        set { change { $0.owner = newValue } }
    }

    public var region: String? {
        get { kept.value.region }
        set { change { $0.region = newValue } }
    }

    public var address: String? {
        get { kept.value.address }
        set { change { $0.address = newValue } }
    }

    public var zone: Zone {
        get { kept.value.zone }
        set { change { $0.zone = newValue } }
    }

    public var location: Position {
        get { kept.value.location }
        set { change { $0.location = newValue } }
    }

    public var fence: Fence {
        get { kept.value.fence }
        set { change { $0.fence = newValue } }
    }

    /// Nil: hours not known, and then the store counts as open.
    public var hours: OpeningHours? {
        get { kept.value.hours }
        set { change { $0.hours = newValue } }
    }

    public var tags: [String] {
        get { kept.value.tags }
        set { change { $0.tags = newValue } }
    }

    public var archivedAt: Instant? {
        get { kept.value.archivedAt }
        set { change { $0.archivedAt = newValue } }
    }

    public init(
        id: ID<Store>, externalID: String?, name: String, brand: String? = nil, owner: Owner = .company,
        region: String? = nil, address: String? = nil, zone: Zone, location: Position, fence: Fence,
        hours: OpeningHours? = nil, tags: [String] = [], archivedAt: Instant? = nil
    ) {
        kept = Shared(
            Parts(
                id: id, externalID: externalID, name: name, brand: brand, owner: owner, region: region,
                address: address, zone: zone, location: location, fence: fence, hours: hours, tags: tags,
                archivedAt: archivedAt))
    }

    public func isOpen(at now: Instant) -> Bool {
        hours?.isOpen(at: now, zone: zone) ?? true
    }

    /// Where a circle reaches, or nil for a polygon.
    public var radiusMeters: Double? {
        switch fence {
        case .circle(_, let radius): radius
        case .polygon: nil
        }
    }
}
