// What is reported of brokers: figures, histograms and series of channels and groups, in the order of the catalogue.
// Part of measure_catalogue.cpp, whose sinks and helpers it is given.
#pragma once

#include "models/counters.hpp"

namespace nines {

template <class Sink, class Latency>
void walk_messages(Sink& sink, const Model& m, const Counters& c, Instant now, Latency latency) {
    const double span = to_seconds(now - c.since);
    const auto share = [](std::uint64_t n, std::uint64_t of) {
        return of > 0 ? static_cast<double>(n) / static_cast<double>(of) : std::numeric_limits<double>::quiet_NaN();
    };
    for (std::size_t i = 0; i < m.messages.channels.size(); ++i) {
        const auto& x = c.channels[i];
        const auto& name = m.messages.channel_names[i];
        const auto count = [&](const char* metric, std::uint64_t n) {
            sink.figure(Subject::channel, name, metric, "count", static_cast<double>(n));
        };
        count("published", x.published);
        sink.figure(Subject::channel, name, "publish_rate", "per_second",
                    span > 0.0 ? static_cast<double>(x.published) / span : 0.0);
        sink.figure(Subject::channel, name, "acknowledged_share", "share", share(x.acknowledged, x.closed));
        count("stored", x.stored);
        count("deduplicated", x.deduplicated);
        count("turned_away", x.turned_away);
        count("vanished", x.vanished);
        count("aborted", x.aborted);
        count("elections", x.elections);
        sink.figure(Subject::channel, name, "leaderless.share", "share",
                    x.leaderless.mean(c.since, now) / m.messages.channels[i].partitions);
        sink.figure(Subject::channel, name, "open", "count", static_cast<double>(x.open));
    }
    for (std::size_t i = 0; i < m.messages.groups.size(); ++i) {
        const auto& x = c.groups[i];
        const auto& name = m.messages.group_names[i];
        const auto part = [&](const char* metric, std::uint64_t n, std::uint64_t of) {
            sink.figure(Subject::consumer, name, metric, "share", share(n, of));
        };
        sink.figure(Subject::consumer, name, "messages", "count", static_cast<double>(x.closed));
        part("processed_share", x.processed, x.closed);
        part("duplicated_share", x.duplicated, x.closed);
        part("lost_share", x.lost, x.closed);
        part("dead_lettered_share", x.dead_lettered, x.closed);
        part("expired_share", x.expired, x.closed);
        part("failed_share", x.failed, x.closed);
        part("unacknowledged_share", x.unacknowledged, x.closed);
        // Where there is an order to keep: of keys, of a queue that is asked for one, of partitions.
        const ChannelModel& channel = m.messages.channels[m.messages.groups[i].channel];
        const bool in_order =
            channel.keys > 0 || channel.ordering != Ordering::none || m.messages.brokers[channel.broker].log;
        part("reordered_share", x.reordered, in_order ? x.processed : 0);
        const auto count = [&](const char* metric, std::uint64_t n) {
            sink.figure(Subject::consumer, name, metric, "count", static_cast<double>(n));
        };
        count("lost", x.lost);
        count("duplicated", x.duplicated);
        sink.figure(Subject::consumer, name, "effects_per_message", "ratio", share(x.effects_of_closed, x.processed));
        sink.figure(Subject::consumer, name, "deliveries_per_message", "ratio",
                    share(x.deliveries_of_closed, x.closed));
        part("delivered_again_share", x.delivered_again, x.closed);
        part("redelivered_share", x.redeliveries, x.deliveries);
        part("suppressed_share", x.suppressed, x.suppressed + x.effects);
        sink.figure(Subject::consumer, name, "backlog.mean", "count", x.backlog.mean(c.since, now));
        sink.figure(Subject::consumer, name, "backlog.end", "count", static_cast<double>(x.backlog.value()));
        latency(sink, name, x.latency, x.latency_sum);
        if (!m.messages.brokers[channel.broker].log) continue;
        count("rebalances", x.rebalances);
        sink.figure(Subject::consumer, name, "stopped.share", "share",
                    x.stopped.mean(c.since, now) / channel.partitions);
    }
}

template <class Total>
void message_totals(const Model& m, const Counters& c, Instant now, Total add) {
    for (std::size_t i = 0; i < m.messages.channels.size(); ++i) {
        add(static_cast<double>(c.channels[i].published));
        add(static_cast<double>(c.channels[i].vanished));
    }
    for (std::size_t i = 0; i < m.messages.groups.size(); ++i) {
        const auto& x = c.groups[i];
        add(x.backlog.integral(now));
        add(static_cast<double>(x.deliveries));
        add(static_cast<double>(x.redeliveries));
        add(static_cast<double>(x.effects));
        add(x.latency_sum.seconds());
        add(static_cast<double>(x.latency.total()));
    }
}

template <class Next, class Emit>
void message_series(const Model& m, double span, Next next, Emit emit) {
    for (std::size_t i = 0; i < m.messages.channels.size(); ++i) {
        const auto& name = m.messages.channel_names[i];
        emit(Subject::channel, name, "published", "", "per_second", next() / span);
        emit(Subject::channel, name, "vanished", "", "per_second", next() / span);
    }
    for (std::size_t i = 0; i < m.messages.groups.size(); ++i) {
        const auto& name = m.messages.group_names[i];
        emit(Subject::consumer, name, "backlog", "", "count", next() / span);
        emit(Subject::consumer, name, "deliveries", "", "per_second", next() / span);
        emit(Subject::consumer, name, "redeliveries", "", "per_second", next() / span);
        emit(Subject::consumer, name, "effects", "", "per_second", next() / span);
        const double sum = next();
        const double n = next();
        emit(Subject::consumer, name, "latency.mean", "", "seconds",
             n > 0.0 ? sum / n : std::numeric_limits<double>::quiet_NaN());
    }
}

}  // namespace nines
