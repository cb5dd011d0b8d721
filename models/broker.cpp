#include "models/broker.hpp"

namespace nines {

using namespace std::chrono_literals;

void describe(Describe& d, Storage& s) {
    d.help("How a broker keeps messages, and which crash loses which.");
    d("copies", s.copies, range(1, 9), "Of each message, on nodes of their own",
      source("Kafka default.replication.factor: 1; RabbitMQ quorum queues: 3"));
    d("commit", s.commit,
      "A message counts as kept, and is given out, when it is on a majority of the copies (Raft) or on all that are in "
      "sync (Kafka)");
    d("min_in_sync", s.min_in_sync, range(1, 9),
      "Of commit in_sync with acks all: with fewer copies in sync, publishing is turned away",
      source("Kafka min.insync.replicas: 1"));
    d("persistence", s.persistence,
      "memory: the crash of a node's process loses all it had; disk: only a loss of power can, and only what was not "
      "flushed. A node's own failure is that of its process; that of its host, zone or region is a loss of power");
    d("flush", s.flush, "Time between two flushes to the disk; 0: before every acknowledgement");
    d("fsync", s.fsync, "What a flush takes, when it comes before the acknowledgement; it serves all that wait");
    d("replica_lag", s.replica_lag, at_least(1ms), "A copy that has not caught up for this long is out of sync",
      source("Kafka replica.lag.time.max.ms: 30 s"));
    d("failover", s.failover, "From the loss of a node until another leads in its place");
    d("unclean", s.unclean,
      "When no copy in sync is left, one that is behind may lead: available again, without the messages it lacks",
      source("Kafka unclean.leader.election.enable: false"));
}

void describe(Describe& d, Delivery& v) {
    d.help("How a broker gives messages out, and what becomes of those that come back.");
    d("visibility_timeout", v.visibility_timeout, at_least(1ms),
      "Of a queue: a message not acknowledged this long after it was given out is given out again; unset: never");
    d("late_acks", v.late_acks,
      "After a message was given out again: any acknowledgement completes it, or only that of the latest delivery");
    d("on_failure", v.on_failure, "When a message comes back whose processing failed: at_once, after_timeout");
    d("on_disconnect", v.on_disconnect, "When one comes back whose consumer is gone");
    d("redelivery_delay", v.redelivery_delay, "Before a message that came back is given out again");
    d("limit", v.limit, range(1, 1'000'000'000), "Deliveries of a message; then it is dead-lettered",
      source("RabbitMQ quorum queues: 20; SQS maxReceiveCount and JetStream MaxDeliver: to be stated"));
    d("dead_letter", v.dead_letter, refers_to("channel"),
      "The channel, of the same broker, for messages beyond the limit; empty: they are dropped");
    d("ordering", v.ordering,
      "none; key: a message waits while one of its key is being processed; queue: while any other is");
    d("prefetch", v.prefetch, range(1, 1'000'000'000),
      "Messages that a consumer may hold unacknowledged; of a log: fetched at a time");
    d("session_timeout", v.session_timeout, at_least(1ms),
      "A consumer that is silent, or gone, for this long is left out, and what it holds comes back; unset: never");
    d("rebalance", v.rebalance, "Of a log: how long a group stands still while its partitions are dealt out anew");
    d("cooperative", v.cooperative, "Of a rebalance: only partitions that move stand still");
}

void describe(Describe& d, Channel& c) {
    d.help("A queue or a topic of a broker. What it leaves open is as the broker says.");
    d("partitions", c.partitions, range(1, 10'000), "Of a log: each is kept and read by itself");
    d("keys", c.keys, range(0, 10'000'000),
      "How many different keys its messages have, all as likely; 0: none. The order of each key is watched");
    d("poison", c.poison, "Share of messages that fail whenever they are processed");
    d("retention", c.retention, at_least(1ms), "Messages older than this are gone, consumed or not");
    d("max_length", c.max_length, range(1.0, 1e12), "Messages that a group may leave waiting");
    d("overflow", c.overflow, "At max_length: drop_oldest, reject (the publisher is told) or block (it waits)");
    d("visibility_timeout", c.visibility_timeout, at_least(1ms), "Instead of the broker's");
    d("delivery_limit", c.delivery_limit, range(1, 1'000'000'000), "Instead of the broker's");
    d("dead_letter", c.dead_letter, refers_to("channel"), "Instead of the broker's");
    d("ordering", c.ordering, "Instead of the broker's");
}

namespace {

[[nodiscard]] Distribution constant(Duration d) { return Distribution::constant(to_seconds(d)); }

[[nodiscard]] Broker sqs() {
    Broker b;
    b.nodes.count = 3;
    b.nodes.concurrency = unlimited;
    b.storage.copies = 3;
    b.storage.failover = constant(1s);
    b.retention = 96h;
    b.delivery.visibility_timeout = 30s;
    b.delivery.on_failure = b.delivery.on_disconnect = Return::after_timeout;
    b.delivery.prefetch = Limit{10};
    return b;
}

[[nodiscard]] Broker rabbitmq() {
    Broker b;
    b.nodes.count = 3;
    b.nodes.concurrency = unlimited;
    b.storage.copies = 3;
    b.storage.failover = constant(5s);
    b.delivery.visibility_timeout = 30min;
    b.delivery.late_acks = LateAcks::latest;
    b.delivery.limit = Limit{20};
    b.delivery.session_timeout = 60s;
    return b;
}

[[nodiscard]] Broker rabbitmq_classic() {
    Broker b = rabbitmq();
    b.nodes.count = 1;
    b.storage.copies = 1;
    b.delivery.limit = unlimited;
    return b;
}

[[nodiscard]] Broker kafka() {
    Broker b;
    b.kind = BrokerKind::log;
    b.nodes.count = 3;
    b.nodes.concurrency = unlimited;
    b.idempotent_producer = true;
    b.retention = 168h;
    b.storage.copies = 3;
    b.storage.commit = Commit::in_sync;
    b.storage.flush = 30s;
    b.storage.failover = constant(9s);
    b.delivery.prefetch = Limit{500};
    b.delivery.session_timeout = 45s;
    b.delivery.rebalance = 3s;
    return b;
}

[[nodiscard]] Broker jetstream() {
    Broker b;
    b.nodes.count = 3;
    b.nodes.concurrency = unlimited;
    b.deduplication = 2min;
    b.storage.copies = 3;
    b.storage.flush = 2min;
    b.storage.failover = Distribution::uniform(4.0, 9.0);
    b.delivery.visibility_timeout = 30s;
    b.delivery.on_disconnect = Return::after_timeout;
    b.delivery.prefetch = Limit{1000};
    return b;
}

[[nodiscard]] Broker outbox() {
    Broker b;
    b.delivery.prefetch = Limit{100};
    b.delivery.visibility_timeout = 10s;
    b.delivery.ordering = Ordering::queue;
    return b;
}

}  // namespace

void describe(Describe& d, Broker& b) {
    d.help("A message broker: its nodes, its channels, how messages are kept and how they are given out.");
    d.preset_name(b.preset);
    d("kind", b.kind,
      "queue: every group of consumers has a queue of its own, and each message is acknowledged by itself; log: "
      "partitions are read in order, and a group remembers how far it has come");
    d("nodes", b.nodes, "Its nodes, as the replicas of a service");
    d("node_failure", b.node_failure, "Of each node by itself");
    d("work", b.work, "Service time of a node for a message that is published");
    d("acks", b.acks,
      "What a publisher waits for: none (it is told nothing), leader (the leading node has it), all (it is kept, see "
      "storage.commit)",
      source("Kafka 3.0 and later: all"));
    d("idempotent_producer", b.idempotent_producer,
      "A message that is sent again by a retry of the same call is not stored twice",
      source("Kafka enable.idempotence: true"));
    d("deduplication", b.deduplication, at_least(1ms),
      "A message of the same identity within this time is not stored twice, whoever sends it",
      source("SQS FIFO queues: 5 min; JetStream: 2 min"));
    d("retention", b.retention, at_least(1ms), "Messages older than this are gone, consumed or not; unset: kept",
      source("SQS: 4 days; Kafka: 7 days"));
    d("storage", b.storage, "How messages are kept");
    d("delivery", b.delivery, "How messages are given out");
    d("channels", b.channels, required, "Its queues or topics, by name");
    d.preset("sqs",
             "Amazon SQS standard queues: visibility 30 s, 10 messages a receive, retention 4 days. Three nodes, a "
             "majority of which has a message before it is acknowledged, stand for the service (assumed)",
             sqs());
    Broker fifo = sqs();
    fifo.deduplication = 5min;
    fifo.delivery.ordering = Ordering::key;
    fifo.delivery.late_acks = LateAcks::latest;
    d.preset("sqs-fifo", "Amazon SQS FIFO queues: order of each key, identities remembered for 5 min", fifo);
    d.preset("rabbitmq",
             "RabbitMQ 4 quorum queues: 3 members, delivery limit 20, no prefetch limit, 30 min to acknowledge, "
             "heartbeat 60 s. Flushed before it is confirmed; failover 5 s (assumed)",
             rabbitmq());
    d.preset("rabbitmq-classic", "RabbitMQ durable classic queues: one copy, no delivery limit", rabbitmq_classic());
    d.preset("kafka",
             "Apache Kafka 4: acks all, idempotent producer, session 45 s, node lost after 9 s, no flush of its own "
             "(Linux writes back after 30 s). Three copies, where Kafka's own default is one; a rebalance of 3 s",
             kafka());
    d.preset("nats-jetstream",
             "NATS JetStream: AckWait 30 s, 1000 pending, identities remembered for 2 min, flushed every 2 min, "
             "elections after 4 to 9 s. Three copies, where its own default is one",
             jetstream());
    d.preset("outbox",
             "A table of a database that a relay reads: publishing to it is part of the transaction (stand it on the "
             "database's host), in order, one copy",
             outbox());
}

}  // namespace nines
