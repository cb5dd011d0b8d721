// What is wrong with brokers, channels and consumers is said with its place and the way out; what is doubtful, too.
#include <QTest>

#include "analysis/structure.hpp"
#include "scenarios/reader.hpp"

using namespace nines;

class MessageErrorsTest : public QObject {
    Q_OBJECT

    static std::string text(const std::string& brokers, const std::string& consumes,
                            const std::string& steps = "[ { work: 1ms } ]") {
        return "nines: 1\nbrokers: { " + brokers + " }\nservices:\n  w: { endpoints: { e: " + steps +
               " }, consumes: [ " + consumes +
               " ] }\nclients: { c: { arrivals: poisson(1/s), call: w.e, patience: 1s } }\n";
    }
    static std::string errors(const std::string& text) {
        const auto loaded = read_scenario(text, "test.yaml");
        return loaded ? std::string{} : print_problems(loaded.problems());
    }
    static std::string notes(const std::string& text) {
        const auto loaded = read_scenario(text, "test.yaml");
        return loaded ? print_problems(findings(loaded->scenario)) : std::string{"invalid"};
    }

private slots:
    void each_mistake_is_named_data() {
        QTest::addColumn<QString>("brokers");
        QTest::addColumn<QString>("consumes");
        QTest::addColumn<QString>("steps");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const char* brokers, const char* consumes, const char* expected,
                            const char* steps = "[ { work: 1ms } ]") {
            QTest::newRow(name) << brokers << consumes << steps << expected;
        };
        const char* fine = "b: { channels: { orders: {} } }";
        row("unknown channel", fine, "{ from: b.order }",
            "services.w.consumes[0].from: no channel \"b.order\"; did you mean \"b.orders\"?");
        row("publish to nobody", fine, "", "no channel \"b.ordres\"; did you mean \"b.orders\"?",
            "[ { publish: b.ordres } ]");
        row("several channels", "b: { channels: { x: {}, y: {} } }", "{ from: b }",
            "broker \"b\" has 2 channels; name one of x, y");
        row("unknown endpoint", fine, "{ from: b, run: f }", "services.w.consumes[0].run: no endpoint \"f\" of \"w\"");
        row("same group", fine, "{ from: b }, { from: b }", "b.orders has a group \"w\" already");
        row("name taken", "w: { channels: { orders: {} } }", "", "there is a service \"w\" already");
        row("copies", "b: { storage: { copies: 3 }, channels: { q: {} } }", "",
            "brokers.b.storage.copies: 3 copies, each on a node of its own, but there are 1 nodes");
        row("in sync", "b: { storage: { min_in_sync: 2 }, channels: { q: {} } }", "",
            "2 in sync are asked for, but there are 1 copies");
        row("partitions of a queue", "b: { channels: { q: { partitions: 4 } } }", "",
            "brokers.b.channels.q.partitions: only a log has partitions");
        row("order of what", "b: { channels: { q: { ordering: key } } }", "",
            "ordering by key needs to know how many keys");
        row("comes back when", "b: { delivery: { on_failure: after_timeout }, channels: { q: {} } }", "",
            "brokers.b.delivery.visibility_timeout: is needed");
        row("timeouts of a log", "b: { kind: log, delivery: { visibility_timeout: 1s }, channels: { q: {} } }", "",
            "is of queues");
        row("dead letters nowhere", "b: { channels: { q: { dead_letter: b.dad }, dead: {} } }", "",
            "no channel \"b.dad\"; did you mean \"b.dead\"?");
        row("dead letters in a ring", "b: { channels: { q: { dead_letter: b.q } } }", "",
            "brokers.b.channels.q.dead_letter: is the channel itself");
        row("dead letters in a circle", "b: { channels: { q: { dead_letter: b.p }, p: { dead_letter: b.q } } }", "",
            "dead letters of \"q\" come back to it");
        row("dead letters elsewhere", "b: { channels: { q: { dead_letter: a.q } } }, a: { channels: { q: {} } }", "",
            "\"a.q\" is of another broker");
        row("nodes in no place", "b: { nodes: { in: [mars] }, channels: { q: {} } }", "", "brokers.b.nodes.in");
        row("positions of a queue", fine, "{ from: b, commit_interval: 5s }", "is of logs");
        row("too early to be a transaction", fine, "{ from: b, transactional: true, acknowledge: before }",
            "needs acknowledge: after");
        row("published for ever", fine, "{ from: b }", "calls itself without end", "[ { publish: b } ]");
        row("not even a mapping", "b: 5", "", "brokers.b");
    }
    void each_mistake_is_named() {
        QFETCH(QString, brokers);
        QFETCH(QString, consumes);
        QFETCH(QString, steps);
        QFETCH(QString, expected);
        const auto found = errors(text(brokers.toStdString(), consumes.toStdString(), steps.toStdString()));
        QVERIFY2(found.find(expected.toStdString()) != std::string::npos, found.c_str());
    }
    // A message that leads to half a message on average ends.
    void what_is_published_less_and_less_ends() {
        QCOMPARE(errors(text("b: { channels: { q: {} } }", "{ from: b }", "[ { publish: b, probability: 50% } ]")),
                 std::string{});
    }
    void doubts_are_said_in_the_words_of_the_author() {
        const auto unheard = notes(text("b: { channels: { q: {} } }", "", "[ { publish: b } ]"));
        QVERIFY2(unheard.find("brokers.b.channels.q: nobody consumes this channel") != std::string::npos,
                 unheard.c_str());
        QVERIFY2(unheard.find("brokers.b.nodes: single point of failure") != std::string::npos, unheard.c_str());
        const auto hasty = notes(text("b: { delivery: { visibility_timeout: 1s }, channels: { q: {} } }", "{ from: b }",
                                      "[ { work: 2s } ]"));
        QVERIFY2(hasty.find("is given out again after 1s") != std::string::npos, hasty.c_str());
        QVERIFY2(hasty.find("services.w: no client leads") == std::string::npos, hasty.c_str());
    }
};

QTEST_APPLESS_MAIN(MessageErrorsTest)
#include "message_errors_test.moc"
