#include "scenarios/document.hpp"

#include <QTest>

using namespace nines;

class DocumentTest : public QObject {
    Q_OBJECT

    static Node one(const std::string& text) {
        auto d = parse_yaml(text, "t.yaml");
        if (!d) qFatal("%s", d.problems()[0].message.c_str());
        return d->front();
    }
    static Problems wrong(const std::string& text, const DocumentLimits& limits = {}) {
        auto d = parse_yaml(text, "t.yaml", limits);
        return d ? Problems{} : d.problems();
    }

private slots:
    void nodes_remember_their_place() {
        const auto d = one("a:\n  b: [1, two]\n");
        const Node& two = d.find("a")->find("b")->items[1];
        QCOMPARE(two.text, std::string{"two"});
        QCOMPARE(two.mark.line, 2);
        QCOMPARE(two.mark.column, 10);
    }
    void duplicate_keys_are_refused_with_both_places() {
        const auto p = wrong("a: 1\nb: 2\na: 3\n");
        QCOMPARE(p.size(), std::size_t{1});
        QCOMPARE(p[0].line, 3);
        QVERIFY(p[0].message.find("line 1") != std::string::npos);
    }
    // yaml-cpp looks for the end of a bracket before it says that there is one: a million took minutes.
    void brackets_without_end_are_refused_before_they_are_parsed() {
        for (const char open : {'[', '{'}) {
            const auto p = wrong("a:\n  " + std::string(1'000'000, open));
            QCOMPARE(p.size(), std::size_t{1});
            QCOMPARE(p[0].line, 2);
            QVERIFY(p[0].message.find("nested more than") != std::string::npos);
        }
    }
    void problems_that_leave_the_tree_whole_come_beside_it() {
        Problems beside;
        const auto d = parse_yaml("a: 1\na: 2\nb: !odd 3\n", "t.yaml", {}, &beside);
        QVERIFY(d);
        QCOMPARE(beside.size(), std::size_t{2});
        QCOMPARE(d->front().find("a")->text, std::string{"1"});
        QCOMPARE(d->front().find("b")->text, std::string{"3"});
    }
    void merge_keys_are_resolved_and_own_keys_win() {
        const auto d = one("base: &b { x: 1, y: 2 }\nother: &o { y: 5, z: 6 }\nuse: { <<: [*b, *o], x: 9 }\n");
        const Node& use = *d.find("use");
        QCOMPARE(use.find("x")->text, std::string{"9"});
        QCOMPARE(use.find("y")->text, std::string{"2"});
        QCOMPARE(use.find("z")->text, std::string{"6"});
    }
    void scalars_are_their_text() {
        const auto d = one("a: 012\nb: no\nc: ~\nd: '~'\n");
        QCOMPARE(d.find("a")->text, std::string{"012"});
        QCOMPARE(d.find("b")->text, std::string{"no"});
        QCOMPARE(d.find("c")->kind, Node::Kind::null);
        QCOMPARE(d.find("d")->kind, Node::Kind::scalar);
    }
    void calls_may_stand_without_quotes() {
        const auto d =
            one("work: lognormal(median: 3ms, p99: 20ms)\nflow: { a: uniform(1ms, 2ms), b: [poisson(2/s), f(x: 1, y: "
                "2)] } # f(a: 1, b)\nlast: 1\n");
        QCOMPARE(d.find("work")->text, std::string{"lognormal(median: 3ms, p99: 20ms)"});
        QCOMPARE(d.find("flow")->find("a")->text, std::string{"uniform(1ms, 2ms)"});
        QCOMPARE(d.find("flow")->find("b")->items[1].text, std::string{"f(x: 1, y: 2)"});
        QCOMPARE(d.find("flow")->find("b")->mark.column, 34);
        QCOMPARE(d.find("last")->mark.line, 3);
    }
    void what_is_valid_yaml_stays_as_it_is() {
        const auto d = one("text: |\n  f(a: 1, b: 2)\n  more\nquoted: 'f(a: 1, b)'\nplain: see f(a, b) there\n");
        QCOMPARE(d.find("text")->text, std::string{"f(a: 1, b: 2)\nmore\n"});
        QCOMPARE(d.find("quoted")->text, std::string{"f(a: 1, b)"});
        QCOMPARE(d.find("plain")->text, std::string{"see f(a, b) there"});
    }
    void hostile_files_get_an_error_in_bounded_time() {
        QVERIFY(!wrong(std::string(100'000, '[')).empty());
        QVERIFY(!wrong(std::string(100'000, '{')).empty());
        std::string deep;
        for (int i = 0; i < 200; ++i) deep += std::string(static_cast<std::size_t>(i), ' ') + "a:\n";
        QVERIFY(!wrong(deep).empty());
        std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
        for (int i = 1; i < 12; ++i) {
            bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
            for (int k = 0; k < 10; ++k) bomb += (k > 0 ? ", *a" : "*a") + std::to_string(i - 1);
            bomb += "]\n";
        }
        QVERIFY(!wrong(bomb).empty());
        QVERIFY(!wrong(std::string("a: b\0c", 6)).empty());
        QVERIFY(!wrong("a: \xff\xfe\n").empty());
        QVERIFY(!wrong("a: [1, 2\n").empty());
        QVERIFY(!wrong("? [a, b]\n: c\n").empty());
        DocumentLimits small;
        small.bytes = 10;
        QVERIFY(!wrong("a: 1234567890\n", small).empty());
    }
    void a_file_that_is_not_there_is_a_problem() {
        QVERIFY(!read_file("/nonexistent/file.yaml"));
        QVERIFY(!read_file("/"));
    }
};

QTEST_APPLESS_MAIN(DocumentTest)
#include "document_test.moc"
