public import Geofence

/// A shop: where it is, when it is open, and the fence that a check-in must be inside.
public struct Store: Identified, Hashable, Sendable {
    public static let idPrefix = "sto"

    public enum Owner: String, CaseIterable, Sendable {
        case company, franchise
    }

    public let id: ID<Store>
    /// The retailer's own number for the shop; unique among its stores.
    public var externalID: String?
    public var name: String
    public var brand: String?
    public var owner: Owner
    public var region: String?
    public var address: String?
    public var zone: Zone
    public var location: Position
    public var fence: Fence
    /// Nil: hours not known, and then the store counts as open.
    public var hours: OpeningHours?
    public var tags: [String]
    public var archivedAt: Instant?

    public init(
        id: ID<Store>, externalID: String?, name: String, brand: String? = nil, owner: Owner = .company,
        region: String? = nil, address: String? = nil, zone: Zone, location: Position, fence: Fence,
        hours: OpeningHours? = nil, tags: [String] = [], archivedAt: Instant? = nil
    ) {
        self.id = id
        self.externalID = externalID
        self.name = name
        self.brand = brand
        self.owner = owner
        self.region = region
        self.address = address
        self.zone = zone
        self.location = location
        self.fence = fence
        self.hours = hours
        self.tags = tags
        self.archivedAt = archivedAt
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
