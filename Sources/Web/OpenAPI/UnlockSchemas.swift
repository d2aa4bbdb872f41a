import Promotions

extension Schemas {
    /// One shape for each kind.
    static let unlock: JSON = [
        "oneOf": [
            unlock(.everyVisit, [:]),
            unlock(.firstVisit, ["at?": choice(Unlock.Newness.self)]),
            unlock(
                .nthVisit,
                [
                    "n": count(Unlock.visits), "within_days?": count(Unlock.withinDays),
                    "per?": choice(Unlock.Place.self),
                ]),
            unlock(.flash, ["first": count(Unlock.firsts), "per?": choice(Unlock.Place.self)]),
            unlock(.mayor, [:]),
            unlock(.swarm, ["shoppers": count(Unlock.swarmShoppers)]),
            unlock(.grant, [:]),
            unlock(
                .friends,
                [
                    "friends": count(Unlock.friends), "within_minutes?": count(Unlock.friendsMinutes),
                    "basket?": choice(Unlock.PartyBasket.self),
                ]),
            unlock(.code, ["codes": list(saleWord)]),
            unlock(.crowd, ["target": count(Crowd.targets), "counts?": choice(Crowd.Counted.self), "deadline": time]),
        ]
    ]

    private static let saleWord: JSON = input(
        [
            "word": text(SaleWord.lengths), "channel?": orNull(text(1...50)), "reward?": orNull(ref("Reward")),
        ], isOpen: false)

    private static func unlock(_ kind: Unlock.Kind, _ members: KeyValuePairs<String, JSON>) -> JSON {
        var shape = input(members, isOpen: false).members ?? [:]
        var properties = shape["properties"]?.members ?? [:]
        properties["kind"] = ["const": .string(kind.rawValue)]
        shape["properties"] = .object(properties)
        shape["required"] = .array([.string("kind")] + (shape["required"]?.elements ?? []))
        return .object(shape)
    }
}
