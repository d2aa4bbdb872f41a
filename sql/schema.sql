CREATE TABLE public.api_keys (
    retailer_id bigint NOT NULL,
    api_key_id bigint NOT NULL,
    name text NOT NULL,
    role text NOT NULL,
    secret_hash bytea NOT NULL,
    expires_at timestamp with time zone,
    revoked_at timestamp with time zone,
    last_used_at timestamp with time zone,
    version bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT api_keys_role CHECK ((role = ANY (ARRAY['owner'::text, 'auditor'::text, 'publishable'::text, 'pos'::text])))
);

COMMENT ON TABLE public.api_keys IS 'citus:tenant Keys of a retailer; only a hash of the secret is kept.';

CREATE TABLE public.appeals (
    retailer_id bigint NOT NULL,
    check_in_id bigint NOT NULL,
    store_id bigint NOT NULL,
    shopper_id bigint NOT NULL,
    assurance smallint NOT NULL,
    state text NOT NULL,
    message text,
    opened_at timestamp with time zone NOT NULL,
    settled_at timestamp with time zone,
    settled_by text,
    settler_id bigint,
    attempt_id bigint,
    reason text,
    CONSTRAINT appeals_assurance CHECK (((assurance >= 0) AND (assurance <= 2))),
    CONSTRAINT appeals_attempt CHECK (((attempt_id IS NULL) = (settled_at IS NULL))),
    CONSTRAINT appeals_code_grants CHECK (((settled_by IS NULL) OR (settled_by <> 'shopper_code'::text) OR (state = 'granted'::text))),
    CONSTRAINT appeals_message CHECK (((length(message) >= 1) AND (length(message) <= 500))),
    CONSTRAINT appeals_reason CHECK (((reason IS NULL) OR ((state = 'rejected'::text) AND ((length(reason) >= 1) AND (length(reason) <= 200))))),
    CONSTRAINT appeals_settled CHECK (((state = 'open'::text) = (settled_at IS NULL))),
    CONSTRAINT appeals_settled_by CHECK (((settled_by IS NULL) = (settled_at IS NULL))),
    CONSTRAINT appeals_settler CHECK ((settled_by = ANY (ARRAY['shopper_code'::text, 'retailer'::text, 'till'::text]))),
    CONSTRAINT appeals_settler_id CHECK (((settler_id IS NOT NULL) = COALESCE((settled_by = ANY (ARRAY['retailer'::text, 'till'::text])), false))),
    CONSTRAINT appeals_state CHECK ((state = ANY (ARRAY['open'::text, 'granted'::text, 'rejected'::text])))
);

COMMENT ON TABLE public.appeals IS 'citus:tenant Appeals against check-ins that earned nothing, one a check-in. The message is personal: it goes with the position of its check-in.';

CREATE TABLE public.assisted_counts (
    retailer_id bigint NOT NULL,
    campaign_id bigint NOT NULL,
    till_id bigint NOT NULL,
    assisted_on date NOT NULL,
    used integer NOT NULL,
    CONSTRAINT assisted_counts_used CHECK ((used >= 0))
);

COMMENT ON TABLE public.assisted_counts IS 'citus:tenant How many customers without a phone a till has checked in for a campaign, by local day of its store.';

CREATE TABLE public.audience_identities (
    retailer_id bigint NOT NULL,
    subject_hash bytea NOT NULL,
    audience_id bigint NOT NULL,
    is_matched boolean NOT NULL,
    added_at timestamp with time zone NOT NULL
);

COMMENT ON TABLE public.audience_identities IS 'citus:tenant Identities that the retailer put into a group: the keyed hashes of identity_digests. Is_matched: somebody has come with it and is a member since.';

CREATE TABLE public.audience_members (
    retailer_id bigint NOT NULL,
    audience_id bigint NOT NULL,
    shopper_id bigint NOT NULL,
    source text NOT NULL,
    joined_at timestamp with time zone NOT NULL,
    CONSTRAINT audience_members_source CHECK ((source = ANY (ARRAY['named'::text, 'identity'::text, 'code'::text])))
);

COMMENT ON TABLE public.audience_members IS 'citus:tenant Who belongs to a group, and how they came into it. Nothing else is said of them.';

CREATE TABLE public.audiences (
    retailer_id bigint NOT NULL,
    audience_id bigint NOT NULL,
    name text NOT NULL,
    code_number integer NOT NULL,
    joins_by_code boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT audiences_name CHECK (((length(name) >= 1) AND (length(name) <= 100)))
);

COMMENT ON TABLE public.audiences IS 'citus:tenant Closed groups of shoppers. Their join code is derived from id and code_number and is kept nowhere.';

CREATE TABLE public.audit_entries (
    retailer_id bigint NOT NULL,
    entry_id bigint NOT NULL,
    actor_kind text NOT NULL,
    actor_id bigint,
    action text NOT NULL,
    subject text,
    done_at timestamp with time zone NOT NULL,
    CONSTRAINT audit_entries_action_length CHECK (((length(action) >= 1) AND (length(action) <= 200))),
    CONSTRAINT audit_entries_actor CHECK (((actor_kind = 'operator'::text) = (actor_id IS NULL))),
    CONSTRAINT audit_entries_actor_kind CHECK ((actor_kind = ANY (ARRAY['key'::text, 'user'::text, 'operator'::text])))
);

COMMENT ON TABLE public.audit_entries IS 'citus:tenant What was changed in a retailer''s name, by whom, append-only; written in the transaction of the change.';

CREATE TABLE public.brands (
    retailer_id bigint NOT NULL,
    accent text,
    contact text,
    logo bytea,
    changed_at timestamp with time zone NOT NULL,
    CONSTRAINT brands_accent CHECK ((accent ~ '^#[0-9a-f]{6}$'::text)),
    CONSTRAINT brands_contact CHECK (((length(contact) >= 1) AND (length(contact) <= 200))),
    CONSTRAINT brands_logo CHECK (((octet_length(logo) >= 1) AND (octet_length(logo) <= 2097152)))
);

COMMENT ON TABLE public.brands IS 'citus:tenant A retailer''s colour, logo (PNG as we drew it, never the file that was sent) and the contact that its briefs name.';

CREATE TABLE public.business_days (
    retailer_id bigint NOT NULL,
    business_day date NOT NULL,
    closed_at timestamp with time zone NOT NULL
);

COMMENT ON TABLE public.business_days IS 'citus:tenant Days whose lines stand for good.';

CREATE TABLE public.campaign_acceptances (
    retailer_id bigint NOT NULL,
    campaign_id bigint NOT NULL,
    store_id bigint NOT NULL,
    accepted_by text NOT NULL,
    accepted_at timestamp with time zone NOT NULL,
    recorded_by bigint NOT NULL,
    CONSTRAINT campaign_acceptances_name CHECK (((length(accepted_by) >= 1) AND (length(accepted_by) <= 200)))
);

COMMENT ON TABLE public.campaign_acceptances IS 'citus:tenant Owners of franchised stores who take part in a campaign, each by name.';

CREATE TABLE public.campaign_approvals (
    retailer_id bigint NOT NULL,
    campaign_id bigint NOT NULL,
    revision integer NOT NULL,
    approved_by bigint NOT NULL,
    approved_at timestamp with time zone NOT NULL
);

COMMENT ON TABLE public.campaign_approvals IS 'citus:tenant Who, other than its author, agreed to a revision.';

CREATE TABLE public.campaign_counters (
    retailer_id bigint NOT NULL,
    campaign_id bigint NOT NULL,
    state text NOT NULL,
    revision integer NOT NULL,
    coupons bigint NOT NULL,
    coupons_max bigint NOT NULL,
    exposure bigint NOT NULL,
    exposure_max bigint NOT NULL,
    edition integer DEFAULT 0 NOT NULL,
    returned bigint DEFAULT 0 NOT NULL,
    CONSTRAINT campaign_counters_coupons CHECK (((coupons >= 0) AND (coupons <= coupons_max))),
    CONSTRAINT campaign_counters_exposure CHECK (((exposure >= 0) AND (exposure <= exposure_max))),
    CONSTRAINT campaign_counters_participants CHECK (((coupons + returned) >= 0))
)
WITH (fillfactor='50');

COMMENT ON TABLE public.campaign_counters IS 'citus:tenant The hot row of a campaign: what issued coupons count and can cost at most. State and revision stand here too, so that one locked row decides whether issuing may go on.';

CREATE TABLE public.campaign_grants (
    retailer_id bigint NOT NULL,
    grant_id bigint NOT NULL,
    campaign_id bigint NOT NULL,
    message text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    created_by bigint,
    CONSTRAINT campaign_grants_message CHECK (((length(message) >= 1) AND (length(message) <= 500)))
);

COMMENT ON TABLE public.campaign_grants IS 'citus:tenant When a retailer gave coupons to people, and what it told them.';

CREATE TABLE public.campaign_revisions (
    retailer_id bigint NOT NULL,
    campaign_id bigint NOT NULL,
    revision integer NOT NULL,
    terms jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    created_by bigint
);

COMMENT ON TABLE public.campaign_revisions IS 'citus:tenant Every text a campaign ever had; coupons and check-ins name theirs.';

CREATE TABLE public.campaigns (
    retailer_id bigint NOT NULL,
    campaign_id bigint NOT NULL,
    state text NOT NULL,
    revision integer NOT NULL,
    version bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    launched_at timestamp with time zone,
    ended_at timestamp with time zone,
    edition integer DEFAULT 0 NOT NULL,
    recalled_at timestamp with time zone,
    recalled_by bigint,
    recall_reason text,
    is_recalling boolean DEFAULT false NOT NULL,
    CONSTRAINT campaigns_ended CHECK (((ended_at IS NOT NULL) = (state = 'archived'::text))),
    CONSTRAINT campaigns_launched CHECK (((launched_at IS NOT NULL) OR (state = ANY (ARRAY['draft'::text, 'approved'::text, 'archived'::text])))),
    CONSTRAINT campaigns_recalled CHECK ((((recalled_at IS NULL) = (recall_reason IS NULL)) AND ((recalled_at IS NULL) = (recalled_by IS NULL)))),
    CONSTRAINT campaigns_recalling CHECK (((recalled_at IS NOT NULL) OR (NOT is_recalling))),
    CONSTRAINT campaigns_state CHECK ((state = ANY (ARRAY['draft'::text, 'approved'::text, 'enabled'::text, 'paused'::text, 'archived'::text])))
);

COMMENT ON TABLE public.campaigns IS 'citus:tenant What is offered; the words and rules are in campaign_revisions.';

CREATE TABLE public.candidacies (
    retailer_id bigint NOT NULL,
    campaign_id bigint NOT NULL,
    shopper_id bigint NOT NULL,
    nickname text NOT NULL,
    since timestamp with time zone NOT NULL,
    CONSTRAINT candidacies_nickname CHECK (((length(nickname) >= 1) AND (length(nickname) <= 30)))
);

COMMENT ON TABLE public.candidacies IS 'citus:tenant Who wants to be mayor, under a chosen name; gone with a word.';

CREATE TABLE public.cashier_practice (
    retailer_id bigint NOT NULL,
    store_id bigint NOT NULL,
    cashier text NOT NULL,
    specimen text NOT NULL,
    practised_at timestamp with time zone NOT NULL,
    CONSTRAINT cashier_practice_specimen CHECK ((specimen = ANY (ARRAY['good'::text, 'used'::text, 'expired'::text, 'wrong_store'::text, 'sold_out'::text])))
);

COMMENT ON TABLE public.cashier_practice IS 'citus:tenant Which specimens each cashier of a store has scanned; whoever has scanned all of them is trained.';

CREATE TABLE public.check_ins (
    retailer_id bigint NOT NULL,
    check_in_id bigint NOT NULL,
    shopper_id bigint NOT NULL,
    session_id bigint NOT NULL,
    store_id bigint NOT NULL,
    verdict text NOT NULL,
    reasons text[] NOT NULL,
    source text NOT NULL,
    checked_at timestamp with time zone NOT NULL,
    captured_at timestamp with time zone,
    latitude double precision,
    longitude double precision,
    accuracy_meters real,
    fixes smallint NOT NULL,
    distance_meters real,
    containment real,
    held_until timestamp with time zone,
    candidates jsonb,
    offers jsonb NOT NULL,
    channel text,
    evidence jsonb,
    CONSTRAINT check_ins_held CHECK (((held_until IS NOT NULL) = (verdict = 'held'::text))),
    CONSTRAINT check_ins_position CHECK ((((latitude IS NULL) = (longitude IS NULL)) AND ((latitude IS NULL) = (accuracy_meters IS NULL)))),
    CONSTRAINT check_ins_reason CHECK (((verdict <> 'refused'::text) OR (cardinality(reasons) > 0))),
    CONSTRAINT check_ins_source CHECK ((source = ANY (ARRAY['position'::text, 'code'::text, 'till'::text]))),
    CONSTRAINT check_ins_verdict CHECK ((verdict = ANY (ARRAY['accepted'::text, 'accepted_no_reward'::text, 'held'::text, 'refused'::text])))
)
PARTITION BY RANGE (check_in_id);

COMMENT ON TABLE public.check_ins IS 'citus:tenant Every attempt, rewarded or not. Partitioned by month of the id; servers make partitions ahead.';

CREATE TABLE public.check_ins_default (
    retailer_id bigint NOT NULL,
    check_in_id bigint NOT NULL,
    shopper_id bigint NOT NULL,
    session_id bigint NOT NULL,
    store_id bigint NOT NULL,
    verdict text NOT NULL,
    reasons text[] NOT NULL,
    source text NOT NULL,
    checked_at timestamp with time zone NOT NULL,
    captured_at timestamp with time zone,
    latitude double precision,
    longitude double precision,
    accuracy_meters real,
    fixes smallint NOT NULL,
    distance_meters real,
    containment real,
    held_until timestamp with time zone,
    candidates jsonb,
    offers jsonb NOT NULL,
    channel text,
    evidence jsonb,
    CONSTRAINT check_ins_held CHECK (((held_until IS NOT NULL) = (verdict = 'held'::text))),
    CONSTRAINT check_ins_position CHECK ((((latitude IS NULL) = (longitude IS NULL)) AND ((latitude IS NULL) = (accuracy_meters IS NULL)))),
    CONSTRAINT check_ins_reason CHECK (((verdict <> 'refused'::text) OR (cardinality(reasons) > 0))),
    CONSTRAINT check_ins_source CHECK ((source = ANY (ARRAY['position'::text, 'code'::text, 'till'::text]))),
    CONSTRAINT check_ins_verdict CHECK ((verdict = ANY (ARRAY['accepted'::text, 'accepted_no_reward'::text, 'held'::text, 'refused'::text])))
);

COMMENT ON TABLE public.check_ins_default IS 'citus:tenant Partition for ids that no month covers.';

CREATE TABLE public.code_batches (
    retailer_id bigint NOT NULL,
    batch_id bigint NOT NULL,
    campaign_id bigint NOT NULL,
    name text,
    channel text,
    asked bigint NOT NULL,
    made bigint DEFAULT 0 NOT NULL,
    withdrawn bigint DEFAULT 0 NOT NULL,
    state text NOT NULL,
    stopped_by text,
    created_at timestamp with time zone NOT NULL,
    created_by bigint,
    finished_at timestamp with time zone,
    source text DEFAULT 'made'::text NOT NULL,
    CONSTRAINT code_batches_asked CHECK (((asked >= 1) AND (asked <= 5000000))),
    CONSTRAINT code_batches_made CHECK (((made >= 0) AND (made <= asked))),
    CONSTRAINT code_batches_source CHECK ((source = ANY (ARRAY['made'::text, 'brought'::text]))),
    CONSTRAINT code_batches_state CHECK ((state = ANY (ARRAY['making'::text, 'made'::text, 'stopped'::text, 'cancelled'::text, 'withdrawing'::text, 'withdrawn'::text]))),
    CONSTRAINT code_batches_stopped CHECK ((((stopped_by IS NOT NULL) = (state = 'stopped'::text)) OR (state ~~ 'withdr%'::text))),
    CONSTRAINT code_batches_withdrawn CHECK (((withdrawn >= 0) AND (withdrawn <= made)))
);

COMMENT ON TABLE public.code_batches IS 'citus:tenant Jobs that make coupon codes. A page of coupons and the job''s count are written in one transaction, so that a crash loses nothing and makes nothing twice.';

CREATE TABLE public.coupon_ledger (
    retailer_id bigint NOT NULL,
    coupon_id bigint NOT NULL,
    entry_id bigint NOT NULL,
    kind text NOT NULL,
    redemption_id bigint,
    till_id bigint,
    amount bigint,
    happened_at timestamp with time zone NOT NULL,
    reservation_id bigint,
    detail jsonb,
    CONSTRAINT coupon_ledger_kind CHECK ((kind = ANY (ARRAY['reserve'::text, 'release'::text, 'redeem'::text, 'void'::text, 'expire'::text, 'revoke'::text, 'return'::text, 'settle'::text]))),
    CONSTRAINT coupon_ledger_redemption CHECK (((kind <> 'redeem'::text) OR ((redemption_id IS NOT NULL) AND (till_id IS NOT NULL)))),
    CONSTRAINT coupon_ledger_reservation CHECK (((kind <> ALL (ARRAY['reserve'::text, 'release'::text])) OR (num_nonnulls(reservation_id, till_id) = 2)))
);

COMMENT ON TABLE public.coupon_ledger IS 'citus:tenant Every transition of a coupon after its issue, append-only.';

COMMENT ON COLUMN public.coupon_ledger.detail IS 'Of a return: what the goods cost, what was given back, and the share of the discount by line.';

CREATE TABLE public.coupon_variants (
    retailer_id bigint NOT NULL,
    coupon_id bigint NOT NULL,
    channel text NOT NULL
);

COMMENT ON TABLE public.coupon_variants IS 'citus:tenant By which channel''s word a coupon of a private sale was earned, where words are worth different things. No foreign key: written with the coupon.';

CREATE TABLE public.coupons (
    retailer_id bigint NOT NULL,
    coupon_id bigint NOT NULL,
    campaign_id bigint NOT NULL,
    revision integer NOT NULL,
    shopper_id bigint,
    session_id bigint,
    store_id bigint,
    also_valid_at bigint[],
    check_in_id bigint,
    code_hash bytea NOT NULL,
    code_sealed bytea NOT NULL,
    state text NOT NULL,
    exposure bigint NOT NULL,
    issued_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    redeemed_at timestamp with time zone,
    redeemed_store_id bigint,
    revoked_at timestamp with time zone,
    counted_on date,
    channel text,
    batch_id bigint,
    reservation_id bigint,
    reserved_till_id bigint,
    reserved_store_id bigint,
    reserved_until timestamp with time zone,
    exposure_returned bigint,
    CONSTRAINT coupons_exposure CHECK ((exposure >= 0)),
    CONSTRAINT coupons_exposure_returned CHECK (((exposure_returned IS NULL) OR ((state = 'redeemed'::text) AND ((exposure_returned >= 1) AND (exposure_returned <= exposure))))),
    CONSTRAINT coupons_redeemed CHECK (((redeemed_at IS NOT NULL) = (state = 'redeemed'::text))),
    CONSTRAINT coupons_redeemed_store CHECK (((redeemed_store_id IS NOT NULL) = (state = 'redeemed'::text))),
    CONSTRAINT coupons_reserved CHECK ((num_nonnulls(reservation_id, reserved_till_id, reserved_store_id, reserved_until) =
CASE
    WHEN (state = 'reserved'::text) THEN 4
    ELSE 0
END)),
    CONSTRAINT coupons_revoked CHECK (((revoked_at IS NOT NULL) = (state = 'revoked'::text))),
    CONSTRAINT coupons_state CHECK ((state = ANY (ARRAY['issued'::text, 'reserved'::text, 'redeemed'::text, 'expired'::text, 'revoked'::text])))
)
WITH (fillfactor='85');

COMMENT ON TABLE public.coupons IS 'citus:tenant Issued coupons. The code is kept as a keyed hash for the till and sealed for reprints, never in clear. No foreign keys: the issuing statement selects from campaigns, and a key check a row would cost more than the row.';

CREATE TABLE public.crowds (
    retailer_id bigint NOT NULL,
    campaign_id bigint NOT NULL,
    joined bigint NOT NULL,
    crossed_at timestamp with time zone,
    failed_at timestamp with time zone,
    CONSTRAINT crowds_joined CHECK ((joined > 0)),
    CONSTRAINT crowds_outcome CHECK ((num_nonnulls(crossed_at, failed_at) < 2))
)
WITH (fillfactor='50');

COMMENT ON TABLE public.crowds IS 'citus:tenant How many have joined a crowd: the row that says who was which, and whose call made it large enough.';

CREATE TABLE public.donation_lines (
    retailer_id bigint NOT NULL,
    campaign_id bigint NOT NULL,
    business_day date NOT NULL,
    donation_id bigint NOT NULL,
    revision integer NOT NULL,
    store_id bigint NOT NULL,
    owner text NOT NULL,
    charity text NOT NULL,
    amount bigint NOT NULL,
    currency text NOT NULL,
    CONSTRAINT donation_lines_owner CHECK ((owner = ANY (ARRAY['company'::text, 'franchise'::text])))
);

COMMENT ON TABLE public.donation_lines IS 'citus:tenant Donations of each closed day, append-only: on which day the charity is told of each, and who owned the store then.';

CREATE TABLE public.donations (
    retailer_id bigint NOT NULL,
    donation_id bigint NOT NULL,
    campaign_id bigint NOT NULL,
    revision integer NOT NULL,
    shopper_id bigint NOT NULL,
    session_id bigint NOT NULL,
    store_id bigint NOT NULL,
    check_in_id bigint NOT NULL,
    channel text,
    charity text NOT NULL,
    amount bigint NOT NULL,
    currency text NOT NULL,
    counted_on date NOT NULL,
    given_at timestamp with time zone NOT NULL,
    CONSTRAINT donations_amount CHECK ((amount > 0))
);

COMMENT ON TABLE public.donations IS 'citus:tenant What check-ins gave to charities, append-only and final. Counted_on is the local date of the store.';

CREATE TABLE public.erasures (
    shopper_id bigint NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone
);

COMMENT ON TABLE public.erasures IS 'citus:key=shopper_id Shoppers who asked to be forgotten: locked out at once, forgotten table by table, gone on with by any server.';

CREATE TABLE public.failed_scans (
    retailer_id bigint NOT NULL,
    scan_id bigint NOT NULL,
    till_id bigint NOT NULL,
    store_id bigint NOT NULL,
    wish text NOT NULL,
    reason text NOT NULL,
    coupon_id bigint,
    code_hash bytea,
    cashier text,
    scanned_at timestamp with time zone NOT NULL,
    CONSTRAINT failed_scans_wish CHECK ((wish = ANY (ARRAY['validate'::text, 'reserve'::text, 'redeem'::text])))
);

COMMENT ON TABLE public.failed_scans IS 'citus:tenant What tills scanned in vain, for 90 days. Of the code only a keyed hash, and none of what is no code.';

CREATE TABLE public.identity_digests (
    subject_hash bytea NOT NULL,
    shopper_id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL
);

COMMENT ON TABLE public.identity_digests IS 'citus:key=subject_hash The identities of shopper_identities again, each as a keyed hash of its SHA-256, so that a list of hashed identities finds its shoppers. Written at every sign-up; an identity that was never used since this table exists is not in it.';

CREATE TABLE public.invitations (
    retailer_id bigint NOT NULL,
    invitation_id bigint NOT NULL,
    user_id bigint NOT NULL,
    secret_hash bytea NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    created_at timestamp with time zone NOT NULL
);

COMMENT ON TABLE public.invitations IS 'citus:tenant A link with which one user sets a password, once; a new one replaces it.';

CREATE TABLE public.key_generations (
    generation integer NOT NULL,
    fingerprint bytea NOT NULL,
    recorded_at timestamp with time zone NOT NULL
);

COMMENT ON TABLE public.key_generations IS 'citus:local Fingerprints of the secrets this database was written with; the secrets live outside.';

CREATE TABLE public.mail_counts (
    retailer_id bigint NOT NULL,
    subject_hash bytea NOT NULL,
    counted_on date NOT NULL,
    mails integer NOT NULL,
    CONSTRAINT mail_counts_mails CHECK ((mails > 0))
);

COMMENT ON TABLE public.mail_counts IS 'citus:tenant How many letters one shopper has sent and one address was sent in a day, each by a keyed hash. Gone two days later.';

CREATE TABLE public.mails (
    retailer_id bigint NOT NULL,
    mail_id bigint NOT NULL,
    state text NOT NULL,
    letter bytea,
    tries integer DEFAULT 0 NOT NULL,
    queued_at timestamp with time zone NOT NULL,
    next_try_at timestamp with time zone,
    finished_at timestamp with time zone,
    failure text,
    CONSTRAINT mails_failure CHECK (((failure IS NOT NULL) = (state = 'failed'::text))),
    CONSTRAINT mails_finished CHECK (((finished_at IS NOT NULL) = (state <> 'waiting'::text))),
    CONSTRAINT mails_letter CHECK (((letter IS NOT NULL) = (state = 'waiting'::text))),
    CONSTRAINT mails_next_try CHECK (((next_try_at IS NOT NULL) = (state = 'waiting'::text))),
    CONSTRAINT mails_state CHECK ((state = ANY (ARRAY['waiting'::text, 'sent'::text, 'failed'::text]))),
    CONSTRAINT mails_tries CHECK ((tries >= 0))
);

COMMENT ON TABLE public.mails IS 'citus:tenant Letters that a worker hands to the mail server. Letter: address and words, sealed; gone as soon as the letter is sent or given up. Next_try_at: whoever takes one puts it off first, so that no two send it.';

CREATE TABLE public.messages (
    shopper_id bigint NOT NULL,
    message_id bigint NOT NULL,
    retailer_id bigint NOT NULL,
    campaign_id bigint NOT NULL,
    coupon_id bigint,
    session_id bigint NOT NULL,
    kind text NOT NULL,
    body text NOT NULL,
    created_at timestamp with time zone NOT NULL
);

COMMENT ON TABLE public.messages IS 'citus:key=shopper_id What shoppers are told, over all retailers; filled through the outbox. Session 0: whoever has the account.';

CREATE TABLE public.offer_looks (
    retailer_id bigint NOT NULL,
    campaign_id bigint NOT NULL,
    store_id bigint NOT NULL,
    looked_on date NOT NULL,
    hour smallint NOT NULL,
    channel text NOT NULL,
    looks bigint NOT NULL,
    CONSTRAINT offer_looks_hour CHECK (((hour >= 0) AND (hour <= 23))),
    CONSTRAINT offer_looks_looks CHECK ((looks > 0))
);

COMMENT ON TABLE public.offer_looks IS 'citus:tenant How often an offer was shown to somebody, by store, local hour and channel (empty: none named).';

CREATE TABLE public.offline_acceptances (
    retailer_id bigint NOT NULL,
    till_id bigint NOT NULL,
    acceptance text NOT NULL,
    acceptance_id bigint NOT NULL,
    store_id bigint NOT NULL,
    outcome text NOT NULL,
    reason text,
    loss text,
    campaign_id bigint,
    revision integer,
    coupon_id bigint,
    lease_id bigint,
    redemption_id bigint,
    is_on_paper boolean NOT NULL,
    exposure bigint NOT NULL,
    currency text,
    basket_total bigint,
    discount bigint,
    cashier text,
    receipt_number text,
    sale_id text,
    accepted_at timestamp with time zone NOT NULL,
    uploaded_at timestamp with time zone NOT NULL,
    CONSTRAINT offline_acceptances_coupon CHECK ((num_nonnulls(campaign_id, revision, coupon_id) =
CASE
    WHEN (outcome = 'unknown'::text) THEN 0
    ELSE 3
END)),
    CONSTRAINT offline_acceptances_lease CHECK (((lease_id IS NOT NULL) = (outcome = 'charged'::text))),
    CONSTRAINT offline_acceptances_loss CHECK (((loss IS NOT NULL) = (outcome = 'lost'::text))),
    CONSTRAINT offline_acceptances_outcome CHECK ((outcome = ANY (ARRAY['redeemed'::text, 'charged'::text, 'lost'::text, 'unknown'::text, 'voided'::text]))),
    CONSTRAINT offline_acceptances_reason CHECK (((reason IS NULL) = (outcome = ANY (ARRAY['redeemed'::text, 'voided'::text])))),
    CONSTRAINT offline_acceptances_redemption CHECK (((redemption_id IS NOT NULL) = (outcome = 'redeemed'::text)))
);

COMMENT ON TABLE public.offline_acceptances IS 'citus:tenant What tills took without asking, as they said it, and what became of it. Acceptance: the name that the till gave it; the second upload of one changes nothing.';

CREATE TABLE public.offline_leases (
    retailer_id bigint NOT NULL,
    lease_id bigint NOT NULL,
    till_id bigint NOT NULL,
    store_id bigint NOT NULL,
    campaign_id bigint NOT NULL,
    coupons integer NOT NULL,
    used integer DEFAULT 0 NOT NULL,
    exposure bigint NOT NULL,
    exposure_used bigint DEFAULT 0 NOT NULL,
    counted_on date NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    CONSTRAINT offline_leases_coupons CHECK (((coupons > 0) AND ((used >= 0) AND (used <= coupons)))),
    CONSTRAINT offline_leases_exposure CHECK (((exposure_used >= 0) AND (exposure_used <= exposure)))
);

COMMENT ON TABLE public.offline_leases IS 'citus:tenant Coupons of a campaign that a till may take while its line is down. An open one counts whole against every limit, a closed one what was used of it.';

CREATE TABLE public.outbox (
    retailer_id bigint NOT NULL,
    entry_id bigint NOT NULL,
    kind text NOT NULL,
    payload jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT outbox_kind CHECK ((kind = ANY (ARRAY['coupons_issued'::text, 'messages'::text, 'points_earned'::text])))
);

COMMENT ON TABLE public.outbox IS 'citus:tenant What must happen after a commit, written with it and taken by a worker.';

CREATE TABLE public.participants (
    retailer_id bigint NOT NULL,
    campaign_id bigint NOT NULL,
    shopper_id bigint NOT NULL,
    session_id bigint NOT NULL,
    assurance smallint NOT NULL,
    place bigint NOT NULL,
    store_id bigint,
    grant_id bigint,
    joined_at timestamp with time zone NOT NULL,
    coupon_id bigint,
    refused text,
    settled_at timestamp with time zone,
    CONSTRAINT participants_assurance CHECK (((assurance >= 0) AND (assurance <= 2))),
    CONSTRAINT participants_once CHECK ((num_nonnulls(coupon_id, refused) < 2)),
    CONSTRAINT participants_settled CHECK (((settled_at IS NULL) = (num_nonnulls(coupon_id, refused) = 0)))
);

COMMENT ON TABLE public.participants IS 'citus:tenant Who gets a coupon of a campaign from a service, once: named by the retailer, or one of a crowd. Place: the order. Settled: a coupon was issued, or never will be. Session 0: whoever has the account.';

CREATE TABLE public.parties (
    retailer_id bigint NOT NULL,
    party_id bigint NOT NULL,
    campaign_id bigint NOT NULL,
    code text NOT NULL,
    members integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT parties_members CHECK (((members >= 0) AND (members <= 50)))
);

COMMENT ON TABLE public.parties IS 'citus:tenant Friends who go together, for one campaign. The code is no secret of money: whoever has it is invited.';

CREATE TABLE public.party_members (
    retailer_id bigint NOT NULL,
    campaign_id bigint NOT NULL,
    shopper_id bigint NOT NULL,
    party_id bigint NOT NULL,
    joined_at timestamp with time zone NOT NULL
);

COMMENT ON TABLE public.party_members IS 'citus:tenant Who is in which party: one for each campaign.';

CREATE TABLE public.period_counters (
    retailer_id bigint NOT NULL,
    campaign_id bigint NOT NULL,
    scope smallint NOT NULL,
    subject_id bigint NOT NULL,
    period smallint NOT NULL,
    period_start date NOT NULL,
    used integer NOT NULL,
    used_max integer NOT NULL,
    CONSTRAINT period_counters_period CHECK ((period = ANY (ARRAY[1, 2, 3, 4]))),
    CONSTRAINT period_counters_scope CHECK ((scope = ANY (ARRAY[1, 2, 3, 4]))),
    CONSTRAINT period_counters_used CHECK (((used >= 0) AND (used <= used_max)))
)
WITH (fillfactor='70');

COMMENT ON TABLE public.period_counters IS 'citus:tenant One row a limit, subject and period. Scope 1 shopper, 2 store, 3 campaign, 4 channel (a number made of its name; 0 for all that the limit does not list); period 1 campaign, 2 day, 3 week, 4 month; period_start is the local date of the store.';

CREATE TABLE public.point_accounts (
    shopper_id bigint NOT NULL,
    retailer_id bigint NOT NULL
);

COMMENT ON TABLE public.point_accounts IS 'citus:key=shopper_id With which retailers a shopper has points; filled through the outbox.';

CREATE TABLE public.point_balances (
    retailer_id bigint NOT NULL,
    shopper_id bigint NOT NULL,
    balance bigint NOT NULL,
    earned bigint NOT NULL,
    spent bigint NOT NULL,
    CONSTRAINT point_balances_balance CHECK ((balance >= 0))
)
WITH (fillfactor='50');

COMMENT ON TABLE public.point_balances IS 'citus:tenant What each shopper has to spend: earned less spent. What a recall gives back was not spent.';

CREATE TABLE public.point_entries (
    retailer_id bigint NOT NULL,
    shopper_id bigint NOT NULL,
    entry_id bigint NOT NULL,
    session_id bigint NOT NULL,
    kind text NOT NULL,
    points bigint NOT NULL,
    campaign_id bigint NOT NULL,
    coupon_id bigint,
    check_in_id bigint,
    store_id bigint,
    channel text,
    counted_on date,
    happened_at timestamp with time zone NOT NULL,
    CONSTRAINT point_entries_evidence CHECK (
CASE kind
    WHEN 'earn'::text THEN ((coupon_id IS NULL) AND (num_nulls(check_in_id, store_id, counted_on) = 0))
    ELSE ((coupon_id IS NOT NULL) AND (check_in_id IS NULL))
END),
    CONSTRAINT point_entries_kind CHECK ((kind = ANY (ARRAY['earn'::text, 'spend'::text, 'return'::text]))),
    CONSTRAINT point_entries_points CHECK ((points > 0))
);

COMMENT ON TABLE public.point_entries IS 'citus:tenant Points by the entry, append-only: earned by a check-in, spent on a coupon, given back when that is recalled.';

CREATE TABLE public.position_terms (
    retailer_id bigint NOT NULL,
    coarse_through bigint NOT NULL,
    gone_through bigint NOT NULL,
    CONSTRAINT position_terms_order CHECK ((gone_through <= coarse_through))
);

COMMENT ON TABLE public.position_terms IS 'citus:tenant Up to which check-in positions are coarse, and up to which they are deleted.';

CREATE TABLE public.print_jobs (
    retailer_id bigint NOT NULL,
    job_id bigint NOT NULL,
    shopper_id bigint NOT NULL,
    session_id bigint NOT NULL,
    coupon_id bigint NOT NULL,
    store_id bigint NOT NULL,
    till_id bigint,
    paper text NOT NULL,
    language text NOT NULL,
    state text NOT NULL,
    place smallint,
    queued_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    taken_by bigint,
    taken_until timestamp with time zone,
    finished_at timestamp with time zone,
    failure text,
    CONSTRAINT print_jobs_ends CHECK ((ends_at > queued_at)),
    CONSTRAINT print_jobs_failure CHECK (((failure IS NOT NULL) = (state = 'failed'::text))),
    CONSTRAINT print_jobs_finished CHECK (((finished_at IS NOT NULL) = (state = ANY (ARRAY['printed'::text, 'failed'::text, 'expired'::text])))),
    CONSTRAINT print_jobs_place CHECK ((((place IS NOT NULL) = (state = ANY (ARRAY['waiting'::text, 'printing'::text]))) AND ((place IS NULL) OR (place > 0)))),
    CONSTRAINT print_jobs_state CHECK ((state = ANY (ARRAY['waiting'::text, 'printing'::text, 'printed'::text, 'failed'::text, 'expired'::text]))),
    CONSTRAINT print_jobs_taken CHECK ((num_nonnulls(taken_by, taken_until) =
CASE
    WHEN (state = ANY (ARRAY['printing'::text, 'printed'::text, 'failed'::text])) THEN 2
    ELSE 0
END))
);

COMMENT ON TABLE public.print_jobs IS 'citus:tenant Coupons on their way to a printer. A till takes one for a minute; if it says nothing, the next till that asks gets it. Place: which of the few that a shopper may have waiting. Gone a day after their end.';

CREATE TABLE public.process_numbers (
    singleton boolean DEFAULT true NOT NULL,
    last_number integer NOT NULL,
    CONSTRAINT process_numbers_single CHECK (singleton)
);

COMMENT ON TABLE public.process_numbers IS 'citus:local The number that the last started process took; ids carry it modulo 1024.';

CREATE TABLE public.redemptions (
    retailer_id bigint NOT NULL,
    redemption_id bigint NOT NULL,
    coupon_id bigint NOT NULL,
    campaign_id bigint NOT NULL,
    till_id bigint NOT NULL,
    store_id bigint NOT NULL,
    state text NOT NULL,
    cashier text,
    receipt_number text,
    sale_id text,
    currency text,
    basket_total bigint,
    discount bigint,
    lines jsonb,
    redeemed_at timestamp with time zone NOT NULL,
    voidable_until timestamp with time zone,
    voided_at timestamp with time zone,
    voided_till_id bigint,
    gap bigint,
    basket jsonb,
    returned_goods bigint,
    returned_discount bigint,
    refunded bigint,
    CONSTRAINT redemptions_gap CHECK (((gap IS NULL) OR ((state = 'redeemed'::text) AND (gap > 0)))),
    CONSTRAINT redemptions_money CHECK (((discount IS NULL) OR ((currency IS NOT NULL) AND (discount >= 0)))),
    CONSTRAINT redemptions_returned CHECK (((num_nonnulls(returned_goods, returned_discount, refunded) = ANY (ARRAY[0, 3])) AND ((returned_goods IS NULL) OR ((state = 'redeemed'::text) AND (returned_goods >= 0) AND ((returned_discount >= 0) AND (returned_discount <= discount)) AND ((refunded >= 0) AND (refunded <= (basket_total - discount))))))),
    CONSTRAINT redemptions_state CHECK ((state = ANY (ARRAY['redeemed'::text, 'voided'::text]))),
    CONSTRAINT redemptions_voided CHECK ((num_nonnulls(voided_at, voided_till_id) =
CASE
    WHEN (state = 'voided'::text) THEN 2
    ELSE 0
END)),
    CONSTRAINT redemptions_within_basket CHECK (((discount IS NULL) OR (basket_total IS NULL) OR (discount <= basket_total)))
);

COMMENT ON TABLE public.redemptions IS 'citus:tenant Coupons taken at a till.';

COMMENT ON COLUMN public.redemptions.gap IS 'What the coupon reserved and did not cost: goes back to the budget when the redemption can no longer be voided. Null once it has, or where there is nothing.';

COMMENT ON COLUMN public.redemptions.basket IS 'The lines that the till named, so that some of them can come back. Null where it named none.';

CREATE TABLE public.rehearsals (
    retailer_id bigint NOT NULL,
    campaign_id bigint NOT NULL,
    till_id bigint NOT NULL,
    rehearsed_at timestamp with time zone NOT NULL
);

COMMENT ON TABLE public.rehearsals IS 'citus:tenant Tills that have taken the coupon of nothing with which a campaign is rehearsed.';

CREATE TABLE public.reservations (
    retailer_id bigint NOT NULL,
    reservation_id bigint NOT NULL,
    coupon_id bigint NOT NULL,
    till_id bigint NOT NULL,
    cashier text,
    receipt_number text,
    sale_id text,
    reserved_until timestamp with time zone NOT NULL
);

COMMENT ON TABLE public.reservations IS 'citus:tenant Coupons that tills hold for some minutes; gone once they have ended. The coupon says whether a reservation holds it.';

CREATE TABLE public.retailers (
    retailer_id bigint NOT NULL,
    name text NOT NULL,
    version bigint DEFAULT 0 NOT NULL,
    identity_key_kind text,
    identity_key bytea,
    created_at timestamp with time zone NOT NULL,
    needs_approval boolean DEFAULT false NOT NULL,
    returns_below_min_spend text DEFAULT 'keep_discount'::text NOT NULL,
    CONSTRAINT retailers_identity_key_kind CHECK ((identity_key_kind = ANY (ARRAY['EdDSA'::text, 'ES256'::text]))),
    CONSTRAINT retailers_identity_key_whole CHECK (((identity_key_kind IS NULL) = (identity_key IS NULL))),
    CONSTRAINT retailers_name_length CHECK (((length(name) >= 1) AND (length(name) <= 200))),
    CONSTRAINT retailers_returns_below_min_spend CHECK ((returns_below_min_spend = ANY (ARRAY['keep_discount'::text, 'take_back_discount'::text])))
);

COMMENT ON TABLE public.retailers IS 'citus:tenant A tenant. Every change to what servers hold in memory raises its version first.';

CREATE TABLE public.retry_keys (
    retailer_id bigint NOT NULL,
    key_hash bytea NOT NULL,
    body_hash bytea NOT NULL,
    reference_id bigint NOT NULL,
    answer bytea,
    created_at timestamp with time zone NOT NULL
);

COMMENT ON TABLE public.retry_keys IS 'citus:tenant Keyed hashes of Idempotency-Key and body, kept 24 hours. Answer: sealed, where it cannot be rebuilt from the reference.';

CREATE TABLE public.revision_numbers (
    retailer_id bigint NOT NULL,
    number integer NOT NULL,
    campaign_id bigint NOT NULL,
    revision integer NOT NULL,
    CONSTRAINT revision_numbers_number CHECK ((number > 0))
);

COMMENT ON TABLE public.revision_numbers IS 'citus:tenant What signed coupons call a revision of a campaign.';

CREATE TABLE public.sales (
    retailer_id bigint NOT NULL,
    store_id bigint NOT NULL,
    sale_id text NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    voided_at timestamp with time zone
);

COMMENT ON TABLE public.sales IS 'citus:tenant Sales by their tills'' own numbers. Whoever takes a coupon for one, or takes one back by it, locks its row first. Voided_at: taken back before anything was known of it, so that what arrives late is not taken.';

CREATE TABLE public.schema_migrations (
    name text NOT NULL,
    checksum text NOT NULL,
    applied_at timestamp with time zone NOT NULL,
    CONSTRAINT schema_migrations_checksum_is_sha256 CHECK ((checksum ~ '^[0-9a-f]{64}$'::text))
);

COMMENT ON TABLE public.schema_migrations IS 'citus:local';

CREATE TABLE public.sessions (
    retailer_id bigint NOT NULL,
    session_id bigint NOT NULL,
    user_id bigint NOT NULL,
    secret_hash bytea NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT sessions_life CHECK ((expires_at > created_at))
);

COMMENT ON TABLE public.sessions IS 'citus:tenant Who is signed in; only a hash of the secret is kept. A session that ends is deleted.';

CREATE TABLE public.shopper_consents (
    shopper_id bigint NOT NULL,
    consent_id bigint NOT NULL,
    purpose text NOT NULL,
    granted boolean NOT NULL,
    text_version text NOT NULL,
    language text NOT NULL,
    given_at timestamp with time zone NOT NULL,
    CONSTRAINT shopper_consents_purpose CHECK ((purpose = ANY (ARRAY['location'::text, 'marketing'::text])))
);

COMMENT ON TABLE public.shopper_consents IS 'citus:key=shopper_id Each consent given or withdrawn, append-only.';

CREATE TABLE public.shopper_identities (
    subject_hash bytea NOT NULL,
    kind text NOT NULL,
    retailer_id bigint NOT NULL,
    shopper_id bigint NOT NULL,
    is_verified boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT shopper_identities_kind CHECK ((kind = ANY (ARRAY['jwt'::text, 'loyalty_number'::text])))
);

COMMENT ON TABLE public.shopper_identities IS 'citus:key=subject_hash One row an identity: a keyed hash of retailer, kind and subject, so that the same identity is always the same shopper.';

CREATE TABLE public.shoppers (
    shopper_id bigint NOT NULL,
    joined_retailer_id bigint,
    locale text NOT NULL,
    location_consent boolean NOT NULL,
    marketing_consent boolean NOT NULL,
    generation integer NOT NULL,
    generation_changed_at timestamp with time zone NOT NULL,
    recovery_hash bytea,
    erased_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT shoppers_erased CHECK (((erased_at IS NULL) OR ((recovery_hash IS NULL) AND (NOT location_consent)))),
    CONSTRAINT shoppers_generation CHECK ((generation >= 1))
);

COMMENT ON TABLE public.shoppers IS 'citus:key=shopper_id People who check in. Never read on the check-in path: the token carries what it needs.';

CREATE TABLE public.sign_in_failures (
    subject_hash bytea NOT NULL,
    window_start timestamp with time zone NOT NULL,
    failures integer NOT NULL,
    CONSTRAINT sign_in_failures_count CHECK ((failures >= 1))
);

COMMENT ON TABLE public.sign_in_failures IS 'citus:key=subject_hash How often somebody tried to sign in with an address in its last quarter of an hour with any.';

CREATE TABLE public.sign_ins (
    subject_hash bytea NOT NULL,
    retailer_id bigint NOT NULL,
    user_id bigint NOT NULL
);

COMMENT ON TABLE public.sign_ins IS 'citus:key=subject_hash Where an e-mail address is a user''s, by a keyed hash of it: whoever signs in names no retailer.';

CREATE TABLE public.staff (
    retailer_id bigint NOT NULL,
    shopper_id bigint NOT NULL,
    source text NOT NULL,
    store_id bigint,
    added_at timestamp with time zone NOT NULL,
    removed_at timestamp with time zone,
    version bigint NOT NULL,
    CONSTRAINT staff_source CHECK ((source = ANY (ARRAY['till'::text, 'identity'::text]))),
    CONSTRAINT staff_till CHECK (((source = 'till'::text) = (store_id IS NOT NULL)))
);

COMMENT ON TABLE public.staff IS 'citus:tenant Shoppers who work for the retailer and earn nothing there. Source till: scanned a code on a till of that store; identity: listed in staff_identities.';

CREATE TABLE public.staff_identities (
    retailer_id bigint NOT NULL,
    subject_hash bytea NOT NULL,
    shopper_id bigint,
    added_at timestamp with time zone NOT NULL
);

COMMENT ON TABLE public.staff_identities IS 'citus:tenant Identities that the retailer says are its staff: the keyed hashes of identity_digests. Shopper_id: whose it turned out to be, null until somebody comes with it.';

CREATE TABLE public.statement_lines (
    retailer_id bigint NOT NULL,
    business_day date NOT NULL,
    line_id bigint NOT NULL,
    kind text NOT NULL,
    coupon_id bigint NOT NULL,
    campaign_id bigint NOT NULL,
    revision integer NOT NULL,
    store_id bigint,
    owner text NOT NULL,
    issuing_store_id bigint,
    issuing_owner text NOT NULL,
    redemption_id bigint,
    currency text,
    basket_total bigint,
    discount bigint,
    liability bigint NOT NULL,
    happened_at timestamp with time zone NOT NULL,
    CONSTRAINT statement_lines_issuing_owner CHECK ((issuing_owner = ANY (ARRAY['company'::text, 'franchise'::text]))),
    CONSTRAINT statement_lines_kind CHECK ((kind = ANY (ARRAY['issue'::text, 'redeem'::text, 'void'::text, 'return'::text, 'expire'::text, 'revoke'::text, 'charge'::text, 'loss'::text]))),
    CONSTRAINT statement_lines_owner CHECK ((owner = ANY (ARRAY['company'::text, 'franchise'::text]))),
    CONSTRAINT statement_lines_sale CHECK (((kind <> 'redeem'::text) OR (redemption_id IS NOT NULL)))
);

COMMENT ON TABLE public.statement_lines IS 'citus:tenant What happened on each closed day, append-only. A correction is a line of a later day. Line ids are those of coupons and ledger entries.';

CREATE TABLE public.store_allotments (
    retailer_id bigint NOT NULL,
    campaign_id bigint NOT NULL,
    store_id bigint NOT NULL,
    period smallint NOT NULL,
    period_start date NOT NULL,
    used_max integer,
    version bigint NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    CONSTRAINT store_allotments_period CHECK ((period = ANY (ARRAY[1, 2, 3, 4]))),
    CONSTRAINT store_allotments_used_max CHECK ((used_max >= 0))
);

COMMENT ON TABLE public.store_allotments IS 'citus:tenant How many a store may give in place of the campaign''s limit per store. Periods as in period_counters; 1970-01-01 stands for every one of the kind; null takes it back.';

CREATE TABLE public.store_numbers (
    retailer_id bigint NOT NULL,
    number integer NOT NULL,
    store_id bigint NOT NULL,
    CONSTRAINT store_numbers_number CHECK ((number > 0))
);

COMMENT ON TABLE public.store_numbers IS 'citus:tenant What signed coupons call a store.';

CREATE TABLE public.store_pins (
    retailer_id bigint NOT NULL,
    store_id bigint NOT NULL,
    pin_hash bytea NOT NULL,
    tries integer NOT NULL,
    tries_since timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL
);

COMMENT ON TABLE public.store_pins IS 'citus:tenant With which a till may say what its store has left: a keyed hash, and how often somebody tried.';

CREATE TABLE public.store_stops (
    retailer_id bigint NOT NULL,
    store_id bigint NOT NULL,
    campaign_id bigint NOT NULL,
    kind text NOT NULL,
    stopped_until timestamp with time zone NOT NULL,
    version bigint NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    CONSTRAINT store_stops_kind CHECK ((kind = ANY (ARRAY['sold_out'::text, 'closed'::text])))
);

COMMENT ON TABLE public.store_stops IS 'citus:tenant Stores that give nothing for a while: of one campaign, or (campaign 0) of all. One that is over stays, so that servers hear of it.';

CREATE TABLE public.stores (
    retailer_id bigint NOT NULL,
    store_id bigint NOT NULL,
    external_id text,
    name text NOT NULL,
    brand text,
    owner text NOT NULL,
    region text,
    address text,
    time_zone text NOT NULL,
    latitude double precision NOT NULL,
    longitude double precision NOT NULL,
    fence jsonb NOT NULL,
    hours jsonb,
    tags text[] NOT NULL,
    archived_at timestamp with time zone,
    version bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT stores_latitude CHECK (((latitude >= ('-90'::integer)::double precision) AND (latitude <= (90)::double precision))),
    CONSTRAINT stores_longitude CHECK (((longitude >= ('-180'::integer)::double precision) AND (longitude <= (180)::double precision))),
    CONSTRAINT stores_owner CHECK ((owner = ANY (ARRAY['company'::text, 'franchise'::text])))
);

COMMENT ON TABLE public.stores IS 'citus:tenant Shops. Hours null: not known, then never closed.';

CREATE TABLE public.till_misses (
    retailer_id bigint NOT NULL,
    till_id bigint NOT NULL,
    misses integer NOT NULL,
    counted_since timestamp with time zone NOT NULL,
    CONSTRAINT till_misses_count CHECK ((misses > 0))
);

COMMENT ON TABLE public.till_misses IS 'citus:tenant How many codes that do not exist a till has sent since then. Gone once somebody with the PIN of the store lifts it.';

CREATE TABLE public.tills (
    retailer_id bigint NOT NULL,
    till_id bigint NOT NULL,
    store_id bigint NOT NULL,
    name text NOT NULL,
    enrolment_hash bytea,
    enrolment_expires_at timestamp with time zone,
    enrolled_at timestamp with time zone,
    revoked_at timestamp with time zone,
    version bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    register text,
    CONSTRAINT tills_enrolled_once CHECK (((enrolled_at IS NULL) OR (enrolment_hash IS NULL))),
    CONSTRAINT tills_enrolment CHECK (((enrolment_hash IS NULL) = (enrolment_expires_at IS NULL)))
);

COMMENT ON TABLE public.tills IS 'citus:tenant Devices bound to one store. The enrolment code is used up by enrolling.';

COMMENT ON COLUMN public.tills.register IS 'What the retailer''s own middleware calls it; null for a device that enrolled.';

CREATE TABLE public.unlock_states (
    retailer_id bigint NOT NULL,
    campaign_id bigint NOT NULL,
    shopper_id bigint NOT NULL,
    store_id bigint NOT NULL,
    round bigint NOT NULL,
    version integer NOT NULL,
    days date[] NOT NULL,
    crossed_on date,
    crossings bigint NOT NULL,
    places integer NOT NULL,
    holder_id bigint,
    members jsonb,
    CONSTRAINT unlock_states_crossed CHECK (((crossed_on IS NULL) OR (crossings > 0))),
    CONSTRAINT unlock_states_crossings CHECK ((crossings >= 0)),
    CONSTRAINT unlock_states_holder CHECK (((holder_id IS NULL) OR (shopper_id = 0))),
    CONSTRAINT unlock_states_places CHECK ((places >= 0)),
    CONSTRAINT unlock_states_version CHECK ((version >= 0))
)
WITH (fillfactor='70');

COMMENT ON TABLE public.unlock_states IS 'citus:tenant Visits and places on the way to a threshold. Shopper 0 is everybody, or the number is that of a party; store 0 all stores. A row is written only over the version that was read, so that a threshold is crossed once.';

CREATE TABLE public.user_identities (
    retailer_id bigint NOT NULL,
    user_id bigint NOT NULL,
    provider text NOT NULL,
    subject text NOT NULL,
    linked_at timestamp with time zone NOT NULL,
    CONSTRAINT user_identities_provider_form CHECK ((provider ~ '^[a-z0-9][a-z0-9-]{0,39}$'::text)),
    CONSTRAINT user_identities_subject_length CHECK (((length(subject) >= 1) AND (length(subject) <= 255)))
);

COMMENT ON TABLE public.user_identities IS 'citus:tenant The provider''s own name for a user, kept at the first sign-in: an address may go to somebody else one day, this never does.';

CREATE TABLE public.users (
    retailer_id bigint NOT NULL,
    user_id bigint NOT NULL,
    email text NOT NULL,
    name text NOT NULL,
    role text NOT NULL,
    scope jsonb,
    password_hash text,
    password_set_at timestamp with time zone,
    signed_in_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT users_email_form CHECK (((email = lower(email)) AND ((length(email) >= 3) AND (length(email) <= 254)))),
    CONSTRAINT users_name_length CHECK (((length(name) >= 1) AND (length(name) <= 200))),
    CONSTRAINT users_owner_scope CHECK (((role <> 'owner'::text) OR (scope IS NULL))),
    CONSTRAINT users_password_whole CHECK (((password_hash IS NULL) = (password_set_at IS NULL))),
    CONSTRAINT users_role CHECK ((role = ANY (ARRAY['owner'::text, 'marketer'::text, 'store_manager'::text, 'auditor'::text])))
);

COMMENT ON TABLE public.users IS 'citus:tenant People of a retailer who may sign in to the console; a row goes when they leave.';

CREATE TABLE public.wallets (
    shopper_id bigint NOT NULL,
    retailer_id bigint NOT NULL,
    coupon_id bigint NOT NULL
);

COMMENT ON TABLE public.wallets IS 'citus:key=shopper_id Which coupons a shopper holds, over all retailers; filled through the outbox.';

ALTER TABLE ONLY public.check_ins ATTACH PARTITION public.check_ins_default DEFAULT;

ALTER TABLE ONLY public.api_keys
    ADD CONSTRAINT api_keys_pkey PRIMARY KEY (retailer_id, api_key_id);

ALTER TABLE ONLY public.appeals
    ADD CONSTRAINT appeals_pkey PRIMARY KEY (retailer_id, check_in_id);

ALTER TABLE ONLY public.assisted_counts
    ADD CONSTRAINT assisted_counts_pkey PRIMARY KEY (retailer_id, campaign_id, till_id, assisted_on);

ALTER TABLE ONLY public.audience_identities
    ADD CONSTRAINT audience_identities_pkey PRIMARY KEY (retailer_id, subject_hash, audience_id);

ALTER TABLE ONLY public.audience_members
    ADD CONSTRAINT audience_members_pkey PRIMARY KEY (retailer_id, audience_id, shopper_id);

ALTER TABLE ONLY public.audiences
    ADD CONSTRAINT audiences_pkey PRIMARY KEY (retailer_id, audience_id);

ALTER TABLE ONLY public.audit_entries
    ADD CONSTRAINT audit_entries_pkey PRIMARY KEY (retailer_id, entry_id);

ALTER TABLE ONLY public.brands
    ADD CONSTRAINT brands_pkey PRIMARY KEY (retailer_id);

ALTER TABLE ONLY public.business_days
    ADD CONSTRAINT business_days_pkey PRIMARY KEY (retailer_id, business_day);

ALTER TABLE ONLY public.campaign_acceptances
    ADD CONSTRAINT campaign_acceptances_pkey PRIMARY KEY (retailer_id, campaign_id, store_id);

ALTER TABLE ONLY public.campaign_approvals
    ADD CONSTRAINT campaign_approvals_pkey PRIMARY KEY (retailer_id, campaign_id, revision);

ALTER TABLE ONLY public.campaign_counters
    ADD CONSTRAINT campaign_counters_pkey PRIMARY KEY (retailer_id, campaign_id);

ALTER TABLE ONLY public.campaign_grants
    ADD CONSTRAINT campaign_grants_pkey PRIMARY KEY (retailer_id, grant_id);

ALTER TABLE ONLY public.campaign_revisions
    ADD CONSTRAINT campaign_revisions_pkey PRIMARY KEY (retailer_id, campaign_id, revision);

ALTER TABLE ONLY public.campaigns
    ADD CONSTRAINT campaigns_pkey PRIMARY KEY (retailer_id, campaign_id);

ALTER TABLE ONLY public.candidacies
    ADD CONSTRAINT candidacies_pkey PRIMARY KEY (retailer_id, campaign_id, shopper_id);

ALTER TABLE ONLY public.cashier_practice
    ADD CONSTRAINT cashier_practice_pkey PRIMARY KEY (retailer_id, store_id, cashier, specimen);

ALTER TABLE ONLY public.check_ins
    ADD CONSTRAINT check_ins_pkey PRIMARY KEY (retailer_id, check_in_id);

ALTER TABLE ONLY public.check_ins_default
    ADD CONSTRAINT check_ins_default_pkey PRIMARY KEY (retailer_id, check_in_id);

ALTER TABLE ONLY public.code_batches
    ADD CONSTRAINT code_batches_pkey PRIMARY KEY (retailer_id, batch_id);

ALTER TABLE ONLY public.coupon_ledger
    ADD CONSTRAINT coupon_ledger_pkey PRIMARY KEY (retailer_id, coupon_id, entry_id);

ALTER TABLE ONLY public.coupon_variants
    ADD CONSTRAINT coupon_variants_pkey PRIMARY KEY (retailer_id, coupon_id);

ALTER TABLE ONLY public.coupons
    ADD CONSTRAINT coupons_code_hash_key UNIQUE (retailer_id, code_hash);

ALTER TABLE ONLY public.coupons
    ADD CONSTRAINT coupons_pkey PRIMARY KEY (retailer_id, coupon_id);

ALTER TABLE ONLY public.crowds
    ADD CONSTRAINT crowds_pkey PRIMARY KEY (retailer_id, campaign_id);

ALTER TABLE ONLY public.donation_lines
    ADD CONSTRAINT donation_lines_once UNIQUE (retailer_id, donation_id);

ALTER TABLE ONLY public.donation_lines
    ADD CONSTRAINT donation_lines_pkey PRIMARY KEY (retailer_id, campaign_id, business_day, donation_id);

ALTER TABLE ONLY public.donations
    ADD CONSTRAINT donations_once UNIQUE (retailer_id, campaign_id, check_in_id);

ALTER TABLE ONLY public.donations
    ADD CONSTRAINT donations_pkey PRIMARY KEY (retailer_id, donation_id);

ALTER TABLE ONLY public.erasures
    ADD CONSTRAINT erasures_pkey PRIMARY KEY (shopper_id);

ALTER TABLE ONLY public.failed_scans
    ADD CONSTRAINT failed_scans_pkey PRIMARY KEY (retailer_id, scan_id);

ALTER TABLE ONLY public.identity_digests
    ADD CONSTRAINT identity_digests_pkey PRIMARY KEY (subject_hash);

ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT invitations_pkey PRIMARY KEY (retailer_id, invitation_id);

ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT invitations_user_key UNIQUE (retailer_id, user_id);

ALTER TABLE ONLY public.key_generations
    ADD CONSTRAINT key_generations_pkey PRIMARY KEY (generation);

ALTER TABLE ONLY public.mail_counts
    ADD CONSTRAINT mail_counts_pkey PRIMARY KEY (retailer_id, subject_hash, counted_on);

ALTER TABLE ONLY public.mails
    ADD CONSTRAINT mails_pkey PRIMARY KEY (retailer_id, mail_id);

ALTER TABLE ONLY public.messages
    ADD CONSTRAINT messages_pkey PRIMARY KEY (shopper_id, message_id);

ALTER TABLE ONLY public.offer_looks
    ADD CONSTRAINT offer_looks_pkey PRIMARY KEY (retailer_id, campaign_id, store_id, looked_on, hour, channel);

ALTER TABLE ONLY public.offline_acceptances
    ADD CONSTRAINT offline_acceptances_pkey PRIMARY KEY (retailer_id, till_id, acceptance);

ALTER TABLE ONLY public.offline_leases
    ADD CONSTRAINT offline_leases_pkey PRIMARY KEY (retailer_id, lease_id);

ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (retailer_id, entry_id);

ALTER TABLE ONLY public.participants
    ADD CONSTRAINT participants_pkey PRIMARY KEY (retailer_id, campaign_id, shopper_id);

ALTER TABLE ONLY public.parties
    ADD CONSTRAINT parties_code_key UNIQUE (retailer_id, campaign_id, code);

ALTER TABLE ONLY public.parties
    ADD CONSTRAINT parties_pkey PRIMARY KEY (retailer_id, party_id);

ALTER TABLE ONLY public.party_members
    ADD CONSTRAINT party_members_pkey PRIMARY KEY (retailer_id, campaign_id, shopper_id);

ALTER TABLE ONLY public.period_counters
    ADD CONSTRAINT period_counters_pkey PRIMARY KEY (retailer_id, campaign_id, scope, subject_id, period, period_start);

ALTER TABLE ONLY public.point_accounts
    ADD CONSTRAINT point_accounts_pkey PRIMARY KEY (shopper_id, retailer_id);

ALTER TABLE ONLY public.point_balances
    ADD CONSTRAINT point_balances_pkey PRIMARY KEY (retailer_id, shopper_id);

ALTER TABLE ONLY public.point_entries
    ADD CONSTRAINT point_entries_coupon_once UNIQUE (retailer_id, coupon_id, kind);

ALTER TABLE ONLY public.point_entries
    ADD CONSTRAINT point_entries_once UNIQUE (retailer_id, campaign_id, check_in_id);

ALTER TABLE ONLY public.point_entries
    ADD CONSTRAINT point_entries_pkey PRIMARY KEY (retailer_id, shopper_id, entry_id);

ALTER TABLE ONLY public.position_terms
    ADD CONSTRAINT position_terms_pkey PRIMARY KEY (retailer_id);

ALTER TABLE ONLY public.print_jobs
    ADD CONSTRAINT print_jobs_pkey PRIMARY KEY (retailer_id, job_id);

ALTER TABLE ONLY public.process_numbers
    ADD CONSTRAINT process_numbers_pkey PRIMARY KEY (singleton);

ALTER TABLE ONLY public.redemptions
    ADD CONSTRAINT redemptions_pkey PRIMARY KEY (retailer_id, redemption_id);

ALTER TABLE ONLY public.rehearsals
    ADD CONSTRAINT rehearsals_pkey PRIMARY KEY (retailer_id, campaign_id, till_id);

ALTER TABLE ONLY public.reservations
    ADD CONSTRAINT reservations_pkey PRIMARY KEY (retailer_id, reservation_id);

ALTER TABLE ONLY public.retailers
    ADD CONSTRAINT retailers_pkey PRIMARY KEY (retailer_id);

ALTER TABLE ONLY public.retry_keys
    ADD CONSTRAINT retry_keys_pkey PRIMARY KEY (retailer_id, key_hash);

ALTER TABLE ONLY public.revision_numbers
    ADD CONSTRAINT revision_numbers_pkey PRIMARY KEY (retailer_id, number);

ALTER TABLE ONLY public.revision_numbers
    ADD CONSTRAINT revision_numbers_revision_key UNIQUE (retailer_id, campaign_id, revision);

ALTER TABLE ONLY public.sales
    ADD CONSTRAINT sales_pkey PRIMARY KEY (retailer_id, store_id, sale_id);

ALTER TABLE ONLY public.schema_migrations
    ADD CONSTRAINT schema_migrations_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (retailer_id, session_id);

ALTER TABLE ONLY public.shopper_consents
    ADD CONSTRAINT shopper_consents_pkey PRIMARY KEY (shopper_id, consent_id);

ALTER TABLE ONLY public.shopper_identities
    ADD CONSTRAINT shopper_identities_pkey PRIMARY KEY (subject_hash);

ALTER TABLE ONLY public.shoppers
    ADD CONSTRAINT shoppers_pkey PRIMARY KEY (shopper_id);

ALTER TABLE ONLY public.sign_in_failures
    ADD CONSTRAINT sign_in_failures_pkey PRIMARY KEY (subject_hash);

ALTER TABLE ONLY public.sign_ins
    ADD CONSTRAINT sign_ins_pkey PRIMARY KEY (subject_hash, retailer_id, user_id);

ALTER TABLE ONLY public.staff_identities
    ADD CONSTRAINT staff_identities_pkey PRIMARY KEY (retailer_id, subject_hash);

ALTER TABLE ONLY public.staff
    ADD CONSTRAINT staff_pkey PRIMARY KEY (retailer_id, shopper_id);

ALTER TABLE ONLY public.statement_lines
    ADD CONSTRAINT statement_lines_once UNIQUE (retailer_id, line_id);

ALTER TABLE ONLY public.statement_lines
    ADD CONSTRAINT statement_lines_pkey PRIMARY KEY (retailer_id, business_day, line_id);

ALTER TABLE ONLY public.store_allotments
    ADD CONSTRAINT store_allotments_pkey PRIMARY KEY (retailer_id, campaign_id, store_id, period, period_start);

ALTER TABLE ONLY public.store_numbers
    ADD CONSTRAINT store_numbers_pkey PRIMARY KEY (retailer_id, number);

ALTER TABLE ONLY public.store_numbers
    ADD CONSTRAINT store_numbers_store_key UNIQUE (retailer_id, store_id);

ALTER TABLE ONLY public.store_pins
    ADD CONSTRAINT store_pins_pkey PRIMARY KEY (retailer_id, store_id);

ALTER TABLE ONLY public.store_stops
    ADD CONSTRAINT store_stops_pkey PRIMARY KEY (retailer_id, store_id, campaign_id, kind);

ALTER TABLE ONLY public.stores
    ADD CONSTRAINT stores_external_id_key UNIQUE (retailer_id, external_id);

ALTER TABLE ONLY public.stores
    ADD CONSTRAINT stores_pkey PRIMARY KEY (retailer_id, store_id);

ALTER TABLE ONLY public.till_misses
    ADD CONSTRAINT till_misses_pkey PRIMARY KEY (retailer_id, till_id);

ALTER TABLE ONLY public.tills
    ADD CONSTRAINT tills_enrolment_hash_key UNIQUE (retailer_id, enrolment_hash);

ALTER TABLE ONLY public.tills
    ADD CONSTRAINT tills_pkey PRIMARY KEY (retailer_id, till_id);

ALTER TABLE ONLY public.unlock_states
    ADD CONSTRAINT unlock_states_pkey PRIMARY KEY (retailer_id, campaign_id, shopper_id, store_id, round);

ALTER TABLE ONLY public.user_identities
    ADD CONSTRAINT user_identities_pkey PRIMARY KEY (retailer_id, user_id, provider);

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_email_key UNIQUE (retailer_id, email);

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (retailer_id, user_id);

ALTER TABLE ONLY public.wallets
    ADD CONSTRAINT wallets_pkey PRIMARY KEY (shopper_id, coupon_id, retailer_id);

CREATE INDEX appeals_open_idx ON public.appeals USING btree (retailer_id, check_in_id) WHERE (state = 'open'::text);

CREATE INDEX appeals_store_idx ON public.appeals USING btree (retailer_id, store_id, check_in_id);

CREATE INDEX campaigns_version_idx ON public.campaigns USING btree (retailer_id, version);

CREATE INDEX check_ins_shopper_idx ON ONLY public.check_ins USING btree (retailer_id, shopper_id, check_in_id);

CREATE INDEX check_ins_default_retailer_id_shopper_id_check_in_id_idx ON public.check_ins_default USING btree (retailer_id, shopper_id, check_in_id);

CREATE INDEX code_batches_brought_idx ON public.code_batches USING btree (retailer_id, batch_id) WHERE (source = 'brought'::text);

CREATE INDEX code_batches_open_idx ON public.code_batches USING btree (retailer_id, batch_id) WHERE (state = ANY (ARRAY['making'::text, 'withdrawing'::text]));

CREATE INDEX coupon_ledger_returns_idx ON public.coupon_ledger USING btree (retailer_id, till_id, happened_at) WHERE (kind = 'return'::text);

CREATE INDEX coupons_batch_idx ON public.coupons USING btree (retailer_id, batch_id, coupon_id) WHERE (batch_id IS NOT NULL);

CREATE INDEX coupons_campaign_idx ON public.coupons USING btree (retailer_id, campaign_id, coupon_id);

CREATE INDEX coupons_expires_at_idx ON public.coupons USING btree (retailer_id, expires_at);

CREATE INDEX donations_counted_on_idx ON public.donations USING btree (retailer_id, counted_on, donation_id);

CREATE INDEX erasures_open_idx ON public.erasures USING btree (asked_at) WHERE (finished_at IS NULL);

CREATE INDEX failed_scans_scanned_at_idx ON public.failed_scans USING btree (retailer_id, scanned_at);

CREATE INDEX failed_scans_till_idx ON public.failed_scans USING btree (retailer_id, till_id, scanned_at);

CREATE INDEX identity_digests_shopper_idx ON public.identity_digests USING btree (shopper_id);

CREATE INDEX mail_counts_counted_on_idx ON public.mail_counts USING btree (retailer_id, counted_on);

CREATE INDEX mails_finished_at_idx ON public.mails USING btree (retailer_id, finished_at) WHERE (state <> 'waiting'::text);

CREATE INDEX mails_next_try_idx ON public.mails USING btree (retailer_id, next_try_at) WHERE (state = 'waiting'::text);

CREATE INDEX offline_acceptances_campaign_idx ON public.offline_acceptances USING btree (retailer_id, campaign_id) WHERE (campaign_id IS NOT NULL);

CREATE INDEX offline_acceptances_uploaded_at_idx ON public.offline_acceptances USING btree (retailer_id, uploaded_at) WHERE (outcome = ANY (ARRAY['charged'::text, 'lost'::text]));

CREATE INDEX offline_leases_campaign_idx ON public.offline_leases USING btree (retailer_id, campaign_id);

CREATE INDEX offline_leases_ends_at_idx ON public.offline_leases USING btree (retailer_id, ends_at) WHERE (closed_at IS NULL);

CREATE UNIQUE INDEX offline_leases_open_key ON public.offline_leases USING btree (retailer_id, till_id, campaign_id) WHERE (closed_at IS NULL);

CREATE INDEX participants_waiting_idx ON public.participants USING btree (retailer_id, campaign_id, place, shopper_id) WHERE (settled_at IS NULL);

CREATE INDEX print_jobs_ends_at_idx ON public.print_jobs USING btree (retailer_id, ends_at);

CREATE UNIQUE INDEX print_jobs_place_key ON public.print_jobs USING btree (retailer_id, shopper_id, place) WHERE (place IS NOT NULL);

CREATE INDEX print_jobs_waiting_idx ON public.print_jobs USING btree (retailer_id, store_id, job_id) WHERE (place IS NOT NULL);

CREATE INDEX redemptions_campaign_idx ON public.redemptions USING btree (retailer_id, campaign_id, redemption_id);

CREATE UNIQUE INDEX redemptions_coupon_key ON public.redemptions USING btree (retailer_id, coupon_id) WHERE ((state = 'redeemed'::text) AND (coupon_id > 0));

CREATE INDEX redemptions_gap_idx ON public.redemptions USING btree (retailer_id, voidable_until) WHERE (gap IS NOT NULL);

CREATE INDEX redemptions_receipt_idx ON public.redemptions USING btree (retailer_id, store_id, receipt_number) WHERE (receipt_number IS NOT NULL);

CREATE INDEX redemptions_sale_idx ON public.redemptions USING btree (retailer_id, store_id, sale_id) WHERE (sale_id IS NOT NULL);

CREATE INDEX redemptions_till_idx ON public.redemptions USING btree (retailer_id, till_id, redeemed_at);

CREATE INDEX redemptions_voided_till_idx ON public.redemptions USING btree (retailer_id, voided_till_id, voided_at) WHERE (state = 'voided'::text);

CREATE INDEX reservations_reserved_until_idx ON public.reservations USING btree (retailer_id, reserved_until);

CREATE INDEX retry_keys_created_at_idx ON public.retry_keys USING btree (retailer_id, created_at);

CREATE INDEX sessions_expires_at_idx ON public.sessions USING btree (retailer_id, expires_at);

CREATE INDEX sessions_user_idx ON public.sessions USING btree (retailer_id, user_id);

CREATE INDEX shopper_identities_shopper_idx ON public.shopper_identities USING btree (shopper_id);

CREATE INDEX shoppers_generation_idx ON public.shoppers USING btree (generation_changed_at) WHERE (generation > 1);

CREATE INDEX sign_in_failures_window_idx ON public.sign_in_failures USING btree (window_start);

CREATE INDEX staff_identities_shopper_idx ON public.staff_identities USING btree (retailer_id, shopper_id);

CREATE INDEX staff_version_idx ON public.staff USING btree (retailer_id, version);

CREATE INDEX store_allotments_version_idx ON public.store_allotments USING btree (retailer_id, version);

CREATE INDEX store_stops_version_idx ON public.store_stops USING btree (retailer_id, version);

CREATE INDEX stores_version_idx ON public.stores USING btree (retailer_id, version);

CREATE UNIQUE INDEX tills_register_key ON public.tills USING btree (retailer_id, store_id, register) WHERE (register IS NOT NULL);

ALTER INDEX public.check_ins_pkey ATTACH PARTITION public.check_ins_default_pkey;

ALTER INDEX public.check_ins_shopper_idx ATTACH PARTITION public.check_ins_default_retailer_id_shopper_id_check_in_id_idx;

ALTER TABLE ONLY public.api_keys
    ADD CONSTRAINT api_keys_retailer_fkey FOREIGN KEY (retailer_id) REFERENCES public.retailers(retailer_id);

ALTER TABLE ONLY public.assisted_counts
    ADD CONSTRAINT assisted_counts_campaign_fkey FOREIGN KEY (retailer_id, campaign_id) REFERENCES public.campaigns(retailer_id, campaign_id);

ALTER TABLE ONLY public.assisted_counts
    ADD CONSTRAINT assisted_counts_till_fkey FOREIGN KEY (retailer_id, till_id) REFERENCES public.tills(retailer_id, till_id);

ALTER TABLE ONLY public.audience_identities
    ADD CONSTRAINT audience_identities_audience_fkey FOREIGN KEY (retailer_id, audience_id) REFERENCES public.audiences(retailer_id, audience_id);

ALTER TABLE ONLY public.audience_members
    ADD CONSTRAINT audience_members_audience_fkey FOREIGN KEY (retailer_id, audience_id) REFERENCES public.audiences(retailer_id, audience_id);

ALTER TABLE ONLY public.audiences
    ADD CONSTRAINT audiences_retailer_fkey FOREIGN KEY (retailer_id) REFERENCES public.retailers(retailer_id);

ALTER TABLE ONLY public.brands
    ADD CONSTRAINT brands_retailer_fkey FOREIGN KEY (retailer_id) REFERENCES public.retailers(retailer_id);

ALTER TABLE ONLY public.business_days
    ADD CONSTRAINT business_days_retailer_fkey FOREIGN KEY (retailer_id) REFERENCES public.retailers(retailer_id);

ALTER TABLE ONLY public.campaign_acceptances
    ADD CONSTRAINT campaign_acceptances_campaign_fkey FOREIGN KEY (retailer_id, campaign_id) REFERENCES public.campaigns(retailer_id, campaign_id);

ALTER TABLE ONLY public.campaign_acceptances
    ADD CONSTRAINT campaign_acceptances_store_fkey FOREIGN KEY (retailer_id, store_id) REFERENCES public.stores(retailer_id, store_id);

ALTER TABLE ONLY public.campaign_approvals
    ADD CONSTRAINT campaign_approvals_revision_fkey FOREIGN KEY (retailer_id, campaign_id, revision) REFERENCES public.campaign_revisions(retailer_id, campaign_id, revision);

ALTER TABLE ONLY public.campaign_counters
    ADD CONSTRAINT campaign_counters_campaign_fkey FOREIGN KEY (retailer_id, campaign_id) REFERENCES public.campaigns(retailer_id, campaign_id);

ALTER TABLE ONLY public.campaign_grants
    ADD CONSTRAINT campaign_grants_campaign_fkey FOREIGN KEY (retailer_id, campaign_id) REFERENCES public.campaigns(retailer_id, campaign_id);

ALTER TABLE ONLY public.campaign_revisions
    ADD CONSTRAINT campaign_revisions_campaign_fkey FOREIGN KEY (retailer_id, campaign_id) REFERENCES public.campaigns(retailer_id, campaign_id);

ALTER TABLE ONLY public.campaigns
    ADD CONSTRAINT campaigns_retailer_fkey FOREIGN KEY (retailer_id) REFERENCES public.retailers(retailer_id);

ALTER TABLE ONLY public.cashier_practice
    ADD CONSTRAINT cashier_practice_store_fkey FOREIGN KEY (retailer_id, store_id) REFERENCES public.stores(retailer_id, store_id);

ALTER TABLE ONLY public.code_batches
    ADD CONSTRAINT code_batches_campaign_fkey FOREIGN KEY (retailer_id, campaign_id) REFERENCES public.campaigns(retailer_id, campaign_id);

ALTER TABLE ONLY public.crowds
    ADD CONSTRAINT crowds_campaign_fkey FOREIGN KEY (retailer_id, campaign_id) REFERENCES public.campaigns(retailer_id, campaign_id);

ALTER TABLE ONLY public.donation_lines
    ADD CONSTRAINT donation_lines_day_fkey FOREIGN KEY (retailer_id, business_day) REFERENCES public.business_days(retailer_id, business_day);

ALTER TABLE ONLY public.donations
    ADD CONSTRAINT donations_campaign_fkey FOREIGN KEY (retailer_id, campaign_id) REFERENCES public.campaigns(retailer_id, campaign_id);

ALTER TABLE ONLY public.failed_scans
    ADD CONSTRAINT failed_scans_till_fkey FOREIGN KEY (retailer_id, till_id) REFERENCES public.tills(retailer_id, till_id);

ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT invitations_user_fkey FOREIGN KEY (retailer_id, user_id) REFERENCES public.users(retailer_id, user_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.offer_looks
    ADD CONSTRAINT offer_looks_campaign_fkey FOREIGN KEY (retailer_id, campaign_id) REFERENCES public.campaigns(retailer_id, campaign_id);

ALTER TABLE ONLY public.offline_acceptances
    ADD CONSTRAINT offline_acceptances_till_fkey FOREIGN KEY (retailer_id, till_id) REFERENCES public.tills(retailer_id, till_id);

ALTER TABLE ONLY public.offline_leases
    ADD CONSTRAINT offline_leases_campaign_fkey FOREIGN KEY (retailer_id, campaign_id) REFERENCES public.campaigns(retailer_id, campaign_id);

ALTER TABLE ONLY public.offline_leases
    ADD CONSTRAINT offline_leases_till_fkey FOREIGN KEY (retailer_id, till_id) REFERENCES public.tills(retailer_id, till_id);

ALTER TABLE ONLY public.participants
    ADD CONSTRAINT participants_campaign_fkey FOREIGN KEY (retailer_id, campaign_id) REFERENCES public.campaigns(retailer_id, campaign_id);

ALTER TABLE ONLY public.parties
    ADD CONSTRAINT parties_campaign_fkey FOREIGN KEY (retailer_id, campaign_id) REFERENCES public.campaigns(retailer_id, campaign_id);

ALTER TABLE ONLY public.party_members
    ADD CONSTRAINT party_members_party_fkey FOREIGN KEY (retailer_id, party_id) REFERENCES public.parties(retailer_id, party_id);

ALTER TABLE ONLY public.point_balances
    ADD CONSTRAINT point_balances_retailer_fkey FOREIGN KEY (retailer_id) REFERENCES public.retailers(retailer_id);

ALTER TABLE ONLY public.point_entries
    ADD CONSTRAINT point_entries_campaign_fkey FOREIGN KEY (retailer_id, campaign_id) REFERENCES public.campaigns(retailer_id, campaign_id);

ALTER TABLE ONLY public.print_jobs
    ADD CONSTRAINT print_jobs_store_fkey FOREIGN KEY (retailer_id, store_id) REFERENCES public.stores(retailer_id, store_id);

ALTER TABLE ONLY public.print_jobs
    ADD CONSTRAINT print_jobs_till_fkey FOREIGN KEY (retailer_id, till_id) REFERENCES public.tills(retailer_id, till_id);

ALTER TABLE ONLY public.redemptions
    ADD CONSTRAINT redemptions_till_fkey FOREIGN KEY (retailer_id, till_id) REFERENCES public.tills(retailer_id, till_id);

ALTER TABLE ONLY public.rehearsals
    ADD CONSTRAINT rehearsals_campaign_fkey FOREIGN KEY (retailer_id, campaign_id) REFERENCES public.campaigns(retailer_id, campaign_id);

ALTER TABLE ONLY public.rehearsals
    ADD CONSTRAINT rehearsals_till_fkey FOREIGN KEY (retailer_id, till_id) REFERENCES public.tills(retailer_id, till_id);

ALTER TABLE ONLY public.reservations
    ADD CONSTRAINT reservations_till_fkey FOREIGN KEY (retailer_id, till_id) REFERENCES public.tills(retailer_id, till_id);

ALTER TABLE ONLY public.revision_numbers
    ADD CONSTRAINT revision_numbers_revision_fkey FOREIGN KEY (retailer_id, campaign_id, revision) REFERENCES public.campaign_revisions(retailer_id, campaign_id, revision);

ALTER TABLE ONLY public.sales
    ADD CONSTRAINT sales_store_fkey FOREIGN KEY (retailer_id, store_id) REFERENCES public.stores(retailer_id, store_id);

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_user_fkey FOREIGN KEY (retailer_id, user_id) REFERENCES public.users(retailer_id, user_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.staff_identities
    ADD CONSTRAINT staff_identities_retailer_fkey FOREIGN KEY (retailer_id) REFERENCES public.retailers(retailer_id);

ALTER TABLE ONLY public.staff
    ADD CONSTRAINT staff_retailer_fkey FOREIGN KEY (retailer_id) REFERENCES public.retailers(retailer_id);

ALTER TABLE ONLY public.staff
    ADD CONSTRAINT staff_store_fkey FOREIGN KEY (retailer_id, store_id) REFERENCES public.stores(retailer_id, store_id);

ALTER TABLE ONLY public.statement_lines
    ADD CONSTRAINT statement_lines_day_fkey FOREIGN KEY (retailer_id, business_day) REFERENCES public.business_days(retailer_id, business_day);

ALTER TABLE ONLY public.store_allotments
    ADD CONSTRAINT store_allotments_campaign_fkey FOREIGN KEY (retailer_id, campaign_id) REFERENCES public.campaigns(retailer_id, campaign_id);

ALTER TABLE ONLY public.store_allotments
    ADD CONSTRAINT store_allotments_store_fkey FOREIGN KEY (retailer_id, store_id) REFERENCES public.stores(retailer_id, store_id);

ALTER TABLE ONLY public.store_numbers
    ADD CONSTRAINT store_numbers_store_fkey FOREIGN KEY (retailer_id, store_id) REFERENCES public.stores(retailer_id, store_id);

ALTER TABLE ONLY public.store_pins
    ADD CONSTRAINT store_pins_store_fkey FOREIGN KEY (retailer_id, store_id) REFERENCES public.stores(retailer_id, store_id);

ALTER TABLE ONLY public.store_stops
    ADD CONSTRAINT store_stops_store_fkey FOREIGN KEY (retailer_id, store_id) REFERENCES public.stores(retailer_id, store_id);

ALTER TABLE ONLY public.stores
    ADD CONSTRAINT stores_retailer_fkey FOREIGN KEY (retailer_id) REFERENCES public.retailers(retailer_id);

ALTER TABLE ONLY public.till_misses
    ADD CONSTRAINT till_misses_till_fkey FOREIGN KEY (retailer_id, till_id) REFERENCES public.tills(retailer_id, till_id);

ALTER TABLE ONLY public.tills
    ADD CONSTRAINT tills_store_fkey FOREIGN KEY (retailer_id, store_id) REFERENCES public.stores(retailer_id, store_id);

ALTER TABLE ONLY public.user_identities
    ADD CONSTRAINT user_identities_user_fkey FOREIGN KEY (retailer_id, user_id) REFERENCES public.users(retailer_id, user_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_retailer_fkey FOREIGN KEY (retailer_id) REFERENCES public.retailers(retailer_id);
