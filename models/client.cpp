#include "models/client.hpp"

namespace nines {

void describe(Describe& d, MixEntry& m) {
    d.help("One kind of request of a client.");
    d("call", m.call, required, refers_to("endpoint"), "service.endpoint, or service when it has only one");
    d("weight", m.weight, above(0.0), "Its share, relative to the others");
    d("priority", m.priority, range(-1000, 1000), "Higher goes first in priority queues; unset: the client's");
}

void describe(Describe& d, Client& c) {
    d.help(
        "Where requests come from. Open clients arrive whatever happens; closed ones are users who wait, think and ask "
        "again.");
    d("arrivals", c.arrivals, headline("{}"), "Of an open client");
    d("users", c.users, range(1, 10'000'000), headline("{} users"), "How many users a closed client has");
    d("think", c.think, "Of users, between an answer and the next request");
    d("call", c.call, refers_to("endpoint"), "What it asks for");
    d("mix", c.mix, "Or several things, by weight");
    d("with", c.with, "Policies of its calls: a name, or in place");
    d("patience", c.patience, "A request not answered by then is given up for good");
    d("from", c.from, refers_to("place"), "Where it stands, a zone; empty: outside every place");
    d("priority", c.priority, range(-1000, 1000), "Higher goes first in priority queues");
    d.exactly_one_of({"arrivals", "users"});
    d.exactly_one_of({"call", "mix"});
}

}  // namespace nines
