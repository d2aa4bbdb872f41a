import Promotions
import Synchronization

/// One queue of each kind and one turn for each retailer, made when it is first needed.
final class Queues: Sendable {
    typealias CheckIns = BatchQueue<CheckInRequest, CheckInOutcome>
    typealias Redemptions = BatchQueue<RedemptionRequest, RedemptionOutcome>

    let queueMax: Int
    private let checkIns = Mutex<[ID<Retailer>: CheckIns]>([:])
    private let redemptions = Mutex<[ID<Retailer>: Redemptions]>([:])
    private let turns = Mutex<[ID<Retailer>: Turn]>([:])

    init(queueMax: Int) {
        self.queueMax = queueMax
    }

    /// For changes of what a retailer has set up: its row is locked anyway, so only one of them gets a connection.
    func turn(of retailer: ID<Retailer>) -> Turn {
        turns.withLock { turns in
            if let turn = turns[retailer] { return turn }
            let turn = Turn()
            turns[retailer] = turn
            return turn
        }
    }

    func checkIns(of retailer: ID<Retailer>, _ make: () -> CheckIns) -> CheckIns {
        checkIns.withLock { queues in
            if let queue = queues[retailer] { return queue }
            let queue = make()
            queues[retailer] = queue
            return queue
        }
    }

    func redemptions(of retailer: ID<Retailer>, _ make: () -> Redemptions) -> Redemptions {
        redemptions.withLock { queues in
            if let queue = queues[retailer] { return queue }
            let queue = make()
            queues[retailer] = queue
            return queue
        }
    }
}
