public import Postgres
import Promotions

/// What is remembered. Every SQL statement of the product is reached through here, and rows never leave this room.
///
/// A `Database` works on the pool, each call by itself, or, inside `transaction`, on one connection.
public struct Database: Sendable {
    private enum Access {
        case pool(Pool)
        case transaction(Transaction)
    }

    private let access: Access

    public init(_ pool: Pool) {
        access = .pool(pool)
    }

    private init(_ transaction: Transaction) {
        access = .transaction(transaction)
    }

    /// Whether every statement is part of one transaction that somebody else has begun.
    public var isTransaction: Bool {
        if case .transaction = access { true } else { false }
    }

    func run(_ call: Call) async throws -> [Row] {
        switch access {
        case .pool(let pool): try await pool.run(call)
        case .transaction(let transaction): try await transaction.run(call)
        }
    }

    /// Several statements that only read, in one round trip.
    func read(_ calls: [Call]) async throws -> [[Row]] {
        switch access {
        case .pool(let pool): try await pool.read(calls)
        case .transaction(let transaction): try await transaction.pipeline(calls)
        }
    }

    /// All calls in one pipeline and one transaction: all of them happen or none does.
    func pipeline(_ calls: [Call]) async throws -> [[Row]] {
        switch access {
        case .pool(let pool): try await pool.pipeline(calls)
        case .transaction(let transaction): try await transaction.pipeline(calls)
        }
    }

    /// Runs `body` in one transaction, committed if it returns and rolled back if it throws. Inside a transaction it
    /// joins that one.
    public func transaction<Value: Sendable>(
        _ body: @Sendable (Database) async throws -> Value
    ) async throws -> Value {
        switch access {
        case .pool(let pool): try await pool.transaction { try await body(Database($0)) }
        case .transaction: try await body(self)
        }
    }
}

/// Which rows a statement may touch; a test holds each statement to its class.
public enum StatementClass: Sendable {
    /// Carries `retailer_id = $n` and stays in one tenant.
    case tenant
    /// Stays with one shopper or one identity.
    case shopper
    /// Belongs to the installation or looks over all tenants; never on a request's path.
    case system
}

/// The one list of statements, for the tests that prepare each against the real schema.
public enum StatementRegistry {
    public static let all: [(class: StatementClass, statement: Statement)] =
        RetailerStatements.all + APIKeyStatements.all + StoreStatements.all + TillStatements.all + BrandStatements.all
        + CampaignStatements.all + ShopperStatements.all + IdentityStatements.all + CheckInStatements.all
        + EarnedLaterStatements.all
        + CounterStatements.all + DonationStatements.all + PointStatements.all + CouponStatements.all
        + RedemptionStatements.all + RetryKeyStatements.all
        + StaffStatements.all + StaffIdentityStatements.all + IdentityDigestStatements.all
        + OutboxStatements.all + InstallationStatements.all + PartitionStatements.all + ResultStatements.all
        + AppealStatements.all + CheckInReviewStatements.all + CheckInListStatements.all + ExpiryStatements.all
        + RecountStatements.all + CampaignRecountStatements.all
        + StoreStockStatements.all
        + UnlockStatements.all + CandidacyStatements.all
        + AudienceStatements.all + AudienceMemberStatements.all + MessageStatements.all + ParticipantStatements.all
        + CodeBatchStatements.all + BroughtCodeStatements.all
        + PositionStatements.all + ErasureStatements.all + ShopperExportStatements.all + CrowdStatements.all
        + CouponVariantStatements.all
        + PartyStatements.all
        + LifeStatements.all + RecallStatements.all + FunnelStatements.all + LiveStatements.all
        + BusinessDayStatements.all + LiftStatements.all
        + OfflineNumberStatements.all + OfflineLeaseStatements.all + OfflinePackStatements.all
        + OfflineAcceptanceStatements.all + FailedScanStatements.all + LedgerStatements.all
        + ReservationStatements.all + ReleaseStatements.all + SettlementStatements.all
        + ReturnStatements.all
        + ShiftStatements.all + FindStatements.all + PracticeStatements.all + AssistedStatements.all
        + UserStatements.all + UserIdentityStatements.all + SessionStatements.all + SignInStatements.all
        + AuditStatements.all
        + PrintJobStatements.all + MailStatements.all
}
