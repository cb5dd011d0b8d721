#include "models/validate_messages.hpp"

#include <fmt/format.h>

#include <set>

#include "models/broker_expansion.hpp"
#include "models/text.hpp"

namespace nines {

namespace {

class MessageValidator {
public:
    explicit MessageValidator(const Scenario& s) : s_(s) {}

    Problems validate() {
        std::set<std::string_view> seen;
        for (const auto& [name, broker] : s_.brokers) {
            const auto path = "brokers." + name;
            if (!seen.insert(name).second) wrong("brokers", fmt::format("{} is there twice", in_quotes(name)));
            if (find(s_.services, name) != nullptr)
                wrong(path,
                      fmt::format("there is a service {} already; a broker needs a name of its own", in_quotes(name)));
            if (name.find('.') != std::string::npos) wrong(path, "a broker's name has no dot");
            check_broker(broker, path);
        }
        for (const auto& [name, service] : s_.services) {
            const auto path = "services." + name;
            for (const auto& [endpoint, content] : service.endpoints)
                for_each_step(content.steps, path + ".endpoints." + endpoint,
                              [&](const Step& step, const std::string& here) {
                                  if (step.publish) check_channel(*step.publish, here + ".publish");
                              });
            for (std::size_t i = 0; i < service.consumes.size(); ++i)
                check_consumption(name, service, service.consumes[i], fmt::format("{}.consumes[{}]", path, i));
        }
        return std::move(problems_);
    }

private:
    void wrong(std::string path, std::string message) {
        Problem p;
        p.path = std::move(path);
        p.message = std::move(message);
        problems_.push_back(std::move(p));
    }

    void check_channel(const std::string& name, const std::string& path) {
        if (resolve_channel(s_, name)) return;
        if (const Broker* broker = find(s_.brokers, name)) {
            wrong(path, fmt::format("broker {} has {} channels; name one of {}", in_quotes(name),
                                    broker->channels.size(), fmt::join(keys_of(broker->channels), ", ")));
            return;
        }
        auto known = channel_names(s_);
        for (const auto& broker : keys_of(s_.brokers)) known.push_back(broker);
        wrong(path, fmt::format("no channel {}{}{}", in_quotes(name), did_you_mean(name, known),
                                known.empty() ? "; there is no broker at all" : ""));
    }

    void check_broker(const Broker& b, const std::string& path) {
        if (b.channels.empty()) wrong(path + ".channels", "a broker has at least one channel");
        if (b.storage.copies > b.nodes.count)
            wrong(path + ".storage.copies", fmt::format("{} copies, each on a node of its own, but there are {} nodes",
                                                        b.storage.copies, b.nodes.count));
        if (b.storage.min_in_sync > b.storage.copies)
            wrong(path + ".storage.min_in_sync", fmt::format("{} in sync are asked for, but there are {} copies",
                                                             b.storage.min_in_sync, b.storage.copies));
        const bool log = b.kind == BrokerKind::log;
        if (log && b.delivery.visibility_timeout)
            wrong(path + ".delivery.visibility_timeout",
                  "is of queues; in a log, consumers that are silent for the "
                  "session_timeout lose their partitions");
        std::set<std::string_view> seen;
        for (const auto& [name, channel] : b.channels) {
            const auto here = path + ".channels." + name;
            if (!seen.insert(name).second) wrong(path + ".channels", fmt::format("{} is there twice", in_quotes(name)));
            check_channel_of(b, channel, name, path, here);
        }
    }

    void check_channel_of(const Broker& b, const Channel& c, const std::string& name, const std::string& broker,
                          const std::string& path) {
        const bool log = b.kind == BrokerKind::log;
        if (!log && c.partitions > 1) wrong(path + ".partitions", "only a log has partitions");
        if (log && c.visibility_timeout) wrong(path + ".visibility_timeout", "is of queues, not of a log");
        if (log && c.ordering) wrong(path + ".ordering", "a log keeps the order of each partition anyway");
        if (log && !c.max_length.unlimited())
            wrong(path + ".max_length", "is of queues; what bounds a log is its retention");
        const auto ordering = c.ordering.value_or(b.delivery.ordering);
        if (!log && ordering == Ordering::key && c.keys == 0)
            wrong(path + ".keys", "ordering by key needs to know how many keys there are");
        const bool waits =
            b.delivery.on_failure == Return::after_timeout || b.delivery.on_disconnect == Return::after_timeout;
        if (!log && waits && !c.visibility_timeout && !b.delivery.visibility_timeout)
            wrong(broker + ".delivery.visibility_timeout",
                  "is needed for messages to come back after it (on_failure, on_disconnect)");
        const auto dead = dead_letter_of(b, c);
        if (dead.empty()) return;
        const auto where = c.dead_letter.empty() ? broker + ".delivery.dead_letter" : path + ".dead_letter";
        const auto target = resolve_channel(s_, dead);
        if (!target) return check_channel(dead, where);
        if ("brokers." + target->broker != broker)
            wrong(where, fmt::format("{} is of another broker", in_quotes(dead)));
        else if (target->channel == name && !c.dead_letter.empty())
            wrong(where, "is the channel itself");
        else
            check_end_of_dead_letters(b, target->channel, name, where);
    }

    void check_end_of_dead_letters(const Broker& b, std::string at, const std::string& start,
                                   const std::string& where) {
        for (std::size_t steps = 0; steps < b.channels.size(); ++steps) {
            const Channel* channel = find(b.channels, at);
            const auto next = channel == nullptr ? std::nullopt : resolve_channel(s_, dead_letter_of(b, *channel));
            if (!next) return;
            at = next->channel;
            if (at == start) return wrong(where, fmt::format("dead letters of {} come back to it", in_quotes(start)));
        }
    }

    void check_consumption(const std::string& service_name, const Service& service, const Consumption& c,
                           const std::string& path) {
        check_channel(c.from, path + ".from");
        if (!consumer_endpoint(s_, service_name, c)) {
            if (c.run.empty())
                wrong(path + ".run",
                      fmt::format("service {} has {} endpoints; name one of {}", in_quotes(service_name),
                                  service.endpoints.size(), fmt::join(keys_of(service.endpoints), ", ")));
            else
                wrong(path + ".run", fmt::format("no endpoint {} of {}{}", in_quotes(c.run), in_quotes(service_name),
                                                 did_you_mean(c.run, keys_of(service.endpoints))));
        }
        const auto from = resolve_channel(s_, c.from);
        if (!from) return;
        const auto group = c.group.empty() ? service_name : c.group;
        if (!groups_.insert(from->broker + "." + from->channel + " -> " + group).second)
            wrong(path + ".group", fmt::format("{} has a group {} already; name this one otherwise",
                                               from->broker + "." + from->channel, in_quotes(group)));
        const bool log = find(s_.brokers, from->broker)->kind == BrokerKind::log;
        if (!log && c.commit_interval > Duration::zero())
            wrong(path + ".commit_interval", "is of logs; in a queue every message is acknowledged by itself");
        if (c.transactional && c.acknowledge == Acknowledge::before)
            wrong(path + ".transactional", "needs acknowledge: after");
    }

    const Scenario& s_;
    Problems problems_;
    std::set<std::string> groups_;
};

}  // namespace

Problems validate_messages(const Scenario& s) { return MessageValidator{s}.validate(); }

}  // namespace nines
