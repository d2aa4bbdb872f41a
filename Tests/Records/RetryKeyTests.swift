import Promotions
import Records
import Support
import Testing

@Suite("retry keys")
struct RetryKeyTests {
    private func key(_ hash: [UInt8] = World.hash()) -> RetryKey {
        RetryKey(hash: hash, bodyHash: World.hash(), reference: World.number())
    }

    @Test("a claim gives back only the keys that nobody had")
    func claim() async throws {
        try await World.with { world in
            let (one, other) = (key(), key())
            let database = world.database
            #expect(try await database.claim([one], of: world.retailer, at: World.nine) == [one.hash])
            let both = try await database.claim([other, key(one.hash)], of: world.retailer, at: World.nine)
            #expect(both == [other.hash])
            let kept = try await database.retryKeys([one.hash, other.hash, World.hash()], of: world.retailer)
            #expect(Set(kept.keys) == [one.hash, other.hash])
            #expect(kept[one.hash]?.reference == one.reference)
            #expect(kept[one.hash]?.bodyHash == one.bodyHash)
            #expect(try await database.retryKeys([one.hash], of: World.id()).isEmpty)
        }
    }

    @Test("a claim waits for the transaction that has the key", arguments: [true, false])
    func waits(_ commits: Bool) async throws {
        try await World.with { world in
            let (database, one) = (world.database, key())
            struct Abandoned: Error {
                let claim: Task<Set<[UInt8]>, any Error>
            }
            var second: Task<Set<[UInt8]>, any Error>?
            do {
                second = try await database.transaction { inner in
                    #expect(try await inner.claim([one], of: world.retailer, at: World.nine) == [one.hash])
                    let again = key(one.hash)
                    let claim = Task {
                        try await database.transaction {
                            try await $0.claim([again], of: world.retailer, at: World.nine)
                        }
                    }
                    try await world.waitForBlocked()
                    if !commits { throw Abandoned(claim: claim) }
                    return claim
                }
            } catch let abandoned as Abandoned {
                second = abandoned.claim
            }
            #expect(try await second?.value == (commits ? [] : [one.hash]))
        }
    }

    @Test("claims of the same keys in any order do not deadlock, and each key has one owner")
    func race() async throws {
        try await World.with { world in
            // Several rounds: in the first the workers still wait for their connections.
            for _ in 0..<8 {
                let keys = (0..<500).map { _ in key() }
                let claimed = try await withThrowingTaskGroup { group in
                    for _ in 0..<6 {
                        let mine = keys.shuffled()
                        group.addTask {
                            try await world.database.transaction {
                                try await $0.claim(mine, of: world.retailer, at: World.nine)
                            }
                        }
                    }
                    return try await group.reduce(into: []) { $0 += Array($1) }
                }
                #expect(claimed.count == keys.count)
                #expect(Set(claimed) == Set(keys.map(\.hash)))
            }
        }
    }

    @Test("an answer is kept, and old keys are forgotten")
    func forget() async throws {
        try await World.with { world in
            let (database, old, new) = (world.database, key(), key())
            _ = try await database.claim([old], of: world.retailer, at: World.nine)
            _ = try await database.claim([new], of: world.retailer, at: World.nine.adding(seconds: 1))
            try await database.keep(answer: [9, 9], under: new.hash, of: world.retailer)
            let late = World.nine.adding(seconds: 9)
            #expect(try await database.forgetRetryKeys(of: World.id(), before: late, limit: 9) == 0)
            let end = World.nine.adding(seconds: 1)
            #expect(try await database.forgetRetryKeys(of: world.retailer, before: end, limit: 9) == 1)
            let kept = try await database.retryKeys([old.hash, new.hash], of: world.retailer)
            #expect(kept.mapValues(\.answer) == [new.hash: [9, 9]])
        }
    }

    @Test("old keys are forgotten a page at a time")
    func pages() async throws {
        try await World.with { world in
            let database = world.database
            _ = try await database.claim((0..<7).map { _ in key() }, of: world.retailer, at: World.nine)
            var pages: [Int] = []
            while pages.last != 1 && pages.count < 9 {
                pages.append(
                    try await database.forgetRetryKeys(
                        of: world.retailer, before: World.nine.adding(seconds: 1), limit: 3))
            }
            #expect(pages == [3, 3, 1])
            #expect(try await world.count("retry_keys") == 0)
        }
    }
}
