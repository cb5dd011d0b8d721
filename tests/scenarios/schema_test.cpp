#include "scenarios/schema.hpp"

#include <QFile>
#include <QTest>
#include <nlohmann/json.hpp>

#include "scenarios/reference.hpp"

using namespace nines;

class SchemaTest : public QObject {
    Q_OBJECT
private slots:
    void every_reference_has_a_definition() {
        const auto schema = nlohmann::json::parse(scenario_schema());
        const std::function<void(const nlohmann::json&)> visit = [&](const nlohmann::json& j) {
            if (j.is_object() && j.contains("$ref")) {
                const auto name = j["$ref"].get<std::string>().substr(8);
                QVERIFY2(schema["$defs"].contains(name), name.c_str());
            }
            for (const auto& inner : j)
                if (inner.is_structured()) visit(inner);
        };
        visit(schema);
        const auto& retry = schema["$defs"]["Retry"]["properties"];
        QCOMPARE(retry["max_attempts"]["maximum"].get<double>(), 1000.0);
        QVERIFY(retry.contains("preset"));
    }
    void the_reference_page_in_docs_is_up_to_date() {
        QFile page{QString{NINES_SOURCE_DIR} + "/docs/reference.md"};
        QVERIFY(page.open(QIODevice::ReadOnly));
        QCOMPARE(QString::fromUtf8(page.readAll()), QString::fromStdString(scenario_reference()));
    }
};

QTEST_APPLESS_MAIN(SchemaTest)
#include "schema_test.moc"
