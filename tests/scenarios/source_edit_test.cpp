// Edits change exactly what they are asked to, and leave every other character alone.
#include "scenarios/source_edit.hpp"

#include <QDir>
#include <QTest>

#include "models/scenario.hpp"
#include "scenarios/parameter_edit.hpp"
#include "scenarios/reader.hpp"

using namespace nines;

namespace {

const std::string text =
    "# head\n"
    "nines: 1\n"
    "services:\n"
    "  # the door\n"
    "  gateway:  # in front\n"
    "    replicas: { count: 6, concurrency: 64 }  # enough\n"
    "    endpoints:\n"
    "      browse:\n"
    "        - work: lognormal(median: 1ms, p99: 6ms)  # fast\n"
    "        - { call: shop.buy, with: careful }\n"
    "  shop: { replicas: 2, endpoints: { buy: [ { work: 1ms } ] } }\n"
    "clients: {}\n";

SourceText source(const std::string& t) {
    auto s = SourceText::read(t);
    if (!s) qFatal("%s", print_problems(s.problems()).c_str());
    return *s;
}

std::string set(const std::string& t, const char* path, const char* value) {
    const auto done = set_parameter_in(source(t), type_of<Scenario>(), path, value);
    return done ? done->text : print_problems(done.problems());
}
std::string reset(const std::string& t, const char* path) {
    const auto done = reset_parameter_in(source(t), type_of<Scenario>(), path);
    return done ? done->text : print_problems(done.problems());
}
// The text with one piece changed.
std::string with(std::string t, const std::string& from, const std::string& to) {
    const auto at = t.find(from);
    if (at == std::string::npos) qFatal("no %s", from.c_str());
    return t.replace(at, from.size(), to);
}

// Every path of a tree, leaves and branches.
void paths_of(const Node& n, const Path& here, std::vector<Path>& into) {
    if (!here.empty()) into.push_back(here);
    for (std::size_t i = 0; i < n.items.size(); ++i) {
        Path p = here;
        p.push_back({{}, i});
        paths_of(n.items[i], p, into);
    }
    for (const auto& [key, value] : n.entries) {
        Path p = here;
        p.push_back({key.text, 0});
        paths_of(value, p, into);
    }
}

}  // namespace

class SourceEditTest : public QObject {
    Q_OBJECT
private slots:
    void scalar_in_braces_is_replaced_in_place() {
        QCOMPARE(set(text, "services.gateway.replicas.count", "8"), with(text, "count: 6", "count: 8"));
    }
    void scalar_on_a_line_keeps_its_comment() {
        QCOMPARE(set(text, "services.gateway.endpoints.browse[0].work", "5ms"),
                 with(text, "lognormal(median: 1ms, p99: 6ms)", "5ms"));
        QCOMPARE(set(text, "services.gateway.endpoints.browse.steps[0].work", "5ms"),
                 with(text, "lognormal(median: 1ms, p99: 6ms)", "5ms"));
    }
    void new_field_stands_in_the_order_of_the_description() {
        QCOMPARE(set(text, "services.gateway.replicas.spread", "hosts"),
                 with(text, "count: 6,", "count: 6, spread: hosts,"));
        QCOMPARE(set(text, "services.gateway.required", "4"), with(text, "# enough\n", "# enough\n    required: 4\n"));
        QCOMPARE(set(text, "name", "Shop"), with(text, "nines: 1\n", "nines: 1\nname: Shop\n"));
    }
    void missing_parts_above_are_made() {
        QCOMPARE(set(text, "services.gateway.health_check.interval", "5s"),
                 with(text, "# enough\n", "# enough\n    health_check: { interval: 5s }\n"));
    }
    void shorthand_is_opened_when_a_second_field_is_stated() {
        QCOMPARE(set(text, "services.shop.replicas.concurrency", "9"),
                 with(text, "replicas: 2", "replicas: { count: 2, concurrency: 9 }"));
        QCOMPARE(set(text, "services.shop.replicas.count", "3"), with(text, "replicas: 2", "replicas: 3"));
    }
    void list_on_lines_becomes_a_field_with_its_comments() {
        const auto changed = set(text, "services.gateway.endpoints.browse.error_rate", "1%");
        QVERIFY2(changed.find("        steps:\n          - work: lognormal(median: 1ms, p99: 6ms)  # fast\n") !=
                     std::string::npos,
                 changed.c_str());
        QVERIFY2(changed.find("        error_rate: 1%\n") != std::string::npos, changed.c_str());
    }
    void alternative_takes_the_place_of_the_other() {
        const std::string t = "nines: 1\nservices: {}\nclients:\n  c:\n    arrivals: poisson(1/s)\n    call: a\n";
        QCOMPARE(set(t, "clients.c.users", "5"), with(t, "arrivals: poisson(1/s)", "users: 5"));
    }
    void new_entry_of_an_empty_dictionary_stands_on_lines() {
        QCOMPARE(set(text, "clients.me", "arrivals: poisson(1/s)\ncall: gateway"),
                 with(text, "clients: {}\n", "clients:\n  me:\n    arrivals: poisson(1/s)\n    call: gateway\n"));
    }
    void new_entry_goes_behind_the_last() {
        QCOMPARE(set(text, "services.db", "{ endpoints: {} }"),
                 with(text, "clients: {}", "  db: { endpoints: {} }\nclients: {}"));
    }
    void item_is_added_to_a_list_on_lines() {
        const auto done = add_to_list_in(source(text), type_of<Scenario>(), "services.gateway.endpoints.browse.steps",
                                         2, "{ call: shop }");
        QVERIFY(done.has_value());
        QCOMPARE(done->text, with(text, "with: careful }\n", "with: careful }\n        - { call: shop }\n"));
    }
    void last_field_takes_its_implied_record_with_it() {
        QCOMPARE(reset(text, "services.shop.replicas.count"), with(text, "replicas: 2, ", ""));
        QCOMPARE(reset(text, "services.gateway.replicas.count"), with(text, "count: 6, ", ""));
    }
    void removed_line_leaves_comments_around_it() {
        const auto done = remove_value(source(text), parse_path("services.gateway"));
        QVERIFY(done.has_value());
        QVERIFY(done->text.find("  # the door\n  shop:") != std::string::npos);
    }
    void renamed_key_keeps_its_place() {
        const auto done = rename_key(source(text), parse_path("services.shop"), "store");
        QVERIFY(done.has_value());
        QCOMPARE(done->text, with(text, "  shop: {", "  store: {"));
    }
    void line_ends_of_windows_stay() {
        std::string dos = text;
        for (auto i = dos.find('\n'); i != std::string::npos; i = dos.find('\n', i + 2)) dos.insert(i, "\r");
        const auto changed = set(dos, "services.gateway.required", "4");
        QVERIFY(changed.find("    required: 4\r\n") != std::string::npos);
        QCOMPARE(std::ranges::count(changed, '\n'), std::ranges::count(changed, '\r'));
    }
    void merged_key_is_overridden_where_it_is_used_and_not_where_it_comes_from() {
        const std::string t =
            "nines: 1\nservices:\n  a: &base\n    required: 2\n    endpoints: {}\n  b:\n    <<: *base\n"
            "    required_zones: 3\nclients: {}\n";
        const auto changed = set(t, "services.b.required", "5");
        const auto s = SourceText::read(changed);
        QVERIFY2(s.has_value(), changed.c_str());
        QCOMPARE(s->find(parse_path("services.b.required"))->text, std::string{"5"});
        QCOMPARE(s->find(parse_path("services.a.required"))->text, std::string{"2"});
    }
    void every_value_of_every_shipped_scenario_can_be_replaced_removed_and_put_back_data() {
        QTest::addColumn<QString>("file");
        const QDir shipped{NINES_SOURCE_DIR "/scenarios"};
        for (const auto& name : shipped.entryList({"*.yaml"}))
            QTest::newRow(qPrintable(name)) << shipped.filePath(name);
    }
    void every_value_of_every_shipped_scenario_can_be_replaced_removed_and_put_back() {
        QFETCH(QString, file);
        const auto content = read_file(file.toStdString());
        QVERIFY(content.has_value());
        const auto s = source(*content);
        std::vector<Path> paths;
        paths_of(s.tree, {}, paths);
        const auto step = std::max<std::size_t>(1, paths.size() / 20);
        for (std::size_t i = 0; i < paths.size(); i += step) {
            const auto name = print_path(paths[i]);
            const auto extent = extent_of(s, paths[i]);
            QVERIFY2(extent.has_value(), name.c_str());
            const Node& n = *s.find(paths[i]);
            const auto written = s.text.substr(extent->begin, extent->end - extent->begin);
            if (n.kind == Node::Kind::scalar) {
                const auto same = replace_value(s, paths[i], written);
                QVERIFY2(same.has_value(), name.c_str());
                QCOMPARE(same->text, s.text);
            }
            const auto gone = remove_value(s, paths[i]);
            QVERIFY2(gone.has_value(), name.c_str());
            const auto remarks = [](const std::string& t) { return std::ranges::count(t, '#'); };
            QVERIFY2(remarks(gone->text) >=
                         remarks(s.text) - remarks(s.text.substr(extent->begin, extent->end - extent->begin)) - 2,
                     name.c_str());
            Path above = paths[i];
            above.pop_back();
            const auto back = paths[i].back().key.empty()
                                  ? insert_item(*gone, above, paths[i].back().index, in_braces(n))
                                  : insert_entry(*gone, above, paths[i].back().key, in_braces(n));
            QVERIFY2(back.has_value(), name.c_str());
        }
    }
};

QTEST_APPLESS_MAIN(SourceEditTest)
#include "source_edit_test.moc"
