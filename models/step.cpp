#include "models/step.hpp"

namespace nines {

void describe(Describe& d, Parallel& p) {
    d.help("Branches side by side. A bare list is the branches.");
    d.shorthand("branches");
    d("branches", p.branches, required, "The steps that run at the same time");
    d("copies", p.copies, range(1, 100'000), "How many of each branch: fan-out");
    d("wait_for", p.wait_for, range(1, 100'000), "Goes on once this many have succeeded; unset: all");
}

void describe(Describe& d, Repeat& r) {
    d.help("Steps done several times, one after the other.");
    d("times", r.times, range(1, 1'000'000), "How often");
    d("steps", r.steps, required, "What");
}

void describe(Describe& d, Cached& c) {
    d.help("A cache is asked first. When it has the answer the steps are left out; otherwise it keeps theirs.");
    d("in", c.in, required, refers_to("cache"), "One of the service's caches");
    d("steps", c.steps, required, "What a miss takes; an answer that fails is not kept");
}

void describe(Describe& d, Step& s) {
    d.help("One thing that an endpoint does with a request.");
    d("work", s.work, "Occupies a worker for this service time");
    d("delay", s.delay, "Takes this long without a worker");
    d("call", s.call, refers_to("endpoint"), "Calls service.endpoint, or service when it has only one");
    d("publish", s.publish, refers_to("channel"),
      "Publishes a message to broker.channel, or broker when it has only one: a call to its node");
    d("effect", s.effect,
      "The side effect of the message that is worked for takes place here: every_time this is reached, or once (its "
      "identity is kept with the effect)");
    d("parallel", s.parallel, "Branches side by side");
    d("repeat", s.repeat, "Steps several times over");
    d("cached", s.cached, "Steps that a cache can spare");
    d("one_of", s.one_of, "Exactly one of these, by their probabilities; what is left to 100% does none");
    d("steps", s.steps, "A group of steps");
    d("probability", s.probability, "That the step is taken at all");
    d("with", s.with, "Policies of the call: a name, or in place");
    d("optional", s.optional,
      "When the call fails the request goes on, degraded; where the service has a brownout, any step that may be left "
      "out");
    d("max_depth", s.max_depth, range(1, 1000),
      "The call is not made by a request that is already this many calls deep");
    d("consistency", s.consistency,
      "Of a call that reads from a database: eventual, session (what this request has written), bounded, strong; "
      "unset: "
      "as the database says");
    d("if_unchanged", s.if_unchanged,
      "Of a call that writes to a database: an error when the row was changed since this request read it");
    d.exactly_one_of({"work", "delay", "call", "publish", "effect", "parallel", "repeat", "cached", "one_of", "steps"});
}

}  // namespace nines
