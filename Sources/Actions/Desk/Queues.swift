import Promotions
import Synchronization

/// One queue of each kind for each retailer, made when it is first needed.
final class Queues: Sendable {
    typealias CheckIns = BatchQueue<CheckInRequest, CheckInOutcome>
    typealias Redemptions = BatchQueue<RedemptionRequest, RedemptionOutcome>

    let queueMax: Int
    private let checkIns = Mutex<[ID<Retailer>: CheckIns]>([:])
    private let redemptions = Mutex<[ID<Retailer>: Redemptions]>([:])

    init(queueMax: Int) {
        self.queueMax = queueMax
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
