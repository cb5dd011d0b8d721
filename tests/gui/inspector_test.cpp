// The inspector comes from the descriptions alone: a type of model that it has never seen has its form.
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>

#include "gui_test.hpp"
#include "models/scalars.hpp"

namespace nines {

enum class Wick : std::uint8_t { thin, thick };
template <>
struct Choices<Wick> {
    static constexpr std::array<std::string_view, 2> names = {"thin", "thick"};
};
struct Shade {
    static constexpr const char* type_name = "Shade";
    Probability dims{0.5};
    friend bool operator==(const Shade&, const Shade&) = default;
};
void describe(Describe& d, Shade& s) { d("dims", s.dims, "How much light it takes"); }
struct Lantern {
    static constexpr const char* type_name = "Lantern";
    std::uint32_t candles = 3;
    Duration burns = std::chrono::hours{4};
    Distribution flicker = Distribution::exponential(0.1);
    Wick wick = Wick::thin;
    std::optional<Shade> shade;
    std::string lit_by;
    friend bool operator==(const Lantern&, const Lantern&) = default;
};
void describe(Describe& d, Lantern& l) {
    using namespace std::chrono_literals;
    d.help("Gives light.");
    d("candles", l.candles, range(1, 12), headline("{} candles"), "How many candles", source("Tallow 1750: three"));
    d("burns", l.burns, at_least(1min), "For how long");
    d("flicker", l.flicker, "Time between flickers");
    d("wick", l.wick, "Of its candles");
    d("shade", l.shade, "What dims it");
    d("lit_by", l.lit_by, refers_to("lantern"), "Which lantern lights it");
}
struct Street {
    static constexpr const char* type_name = "Street";
    Dictionary<Lantern> lanterns;
    friend bool operator==(const Street&, const Street&) = default;
};
void describe(Describe& d, Street& s) { d("lanterns", s.lanterns, "By name"); }

}  // namespace nines

using namespace nines;
using namespace nines::gui;
using namespace nines::gui::tests;

namespace {

const FormRow& row(const FormRow& form, const char* path) {
    for (const auto& r : form.rows)
        if (r.path == path) return r;
    qFatal("no row %s", path);
}

struct Lit {
    Document d{type_of<Street>(), [](const void*) { return Problems{}; }};
    Inspector inspector;
    Lit() {
        d.start("lanterns:\n  first: { candles: 5 }  # old\n  second: {}\n");
        QObject::connect(&inspector, &Inspector::set_wanted, &d,
                         [this](const QString& s, const std::string& p, const std::string& y) { d.set(s, p, y); });
        QObject::connect(&inspector, &Inspector::reset_wanted, &d,
                         [this](const QString& s, const std::string& p) { d.reset(s, p); });
        inspector.resize(400, 700);
        inspector.show();
        show();
    }
    void show() {
        inspector.show_forms(QStringLiteral("Lantern"), QStringLiteral("first"), {*form_of(d, "lanterns.first")});
        QCoreApplication::processEvents();
    }
    [[nodiscard]] const Lantern& first() const { return static_cast<const Street*>(d.value())->lanterns[0].second; }
};

}  // namespace

class InspectorTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { isolate(); }

    void kind_that_nobody_knew_has_a_palette_entry_and_a_form() {
        const auto kinds = kinds_of(type_of<Street>());
        QCOMPARE(kinds.size(), 1U);
        QCOMPARE(kinds[0].noun, std::string{"lantern"});
        Lit l;
        const auto form = form_of(l.d, "lanterns.first");
        QVERIFY(form.has_value());
        QCOMPARE(form->rows.size(), 6U);
        const auto& candles = row(*form, "lanterns.first.candles");
        QCOMPARE(candles.text, QStringLiteral("5"));
        QCOMPARE(candles.default_text, QStringLiteral("3"));
        QVERIFY(candles.stated);
        QCOMPARE(candles.source, QStringLiteral("Tallow 1750: three"));
        QCOMPARE(range_of(candles), QStringLiteral("1 to 12"));
        QVERIFY(!row(*form, "lanterns.first.burns").stated);
        QCOMPARE(row(*form, "lanterns.first.flicker").editor, FormRow::Editor::distribution);
        QCOMPARE(row(*form, "lanterns.first.lit_by").choices,
                 (QStringList{QStringLiteral("first"), QStringLiteral("second")}));
        QVERIFY(!row(*form, "lanterns.first.shade").present);
    }
    void typed_value_with_its_unit_goes_into_the_text() {
        Lit l;
        auto* line = qobject_cast<QLineEdit*>(l.inspector.editor("lanterns.first.burns"));
        QVERIFY(line != nullptr);
        QCOMPARE(line->placeholderText(), QStringLiteral("4h"));
        line->setFocus();
        QTest::keyClicks(line, QStringLiteral("90min"));
        QTest::keyClick(line, Qt::Key_Return);
        QCOMPARE(l.first().burns, Duration{std::chrono::minutes{90}});
        QCOMPARE(l.d.text(), std::string{"lanterns:\n  first: { candles: 5, burns: 90min }  # old\n  second: {}\n"});
    }
    void value_out_of_range_is_not_sent_and_says_why() {
        Lit l;
        auto* line = qobject_cast<QLineEdit*>(l.inspector.editor("lanterns.first.candles"));
        line->setFocus();
        line->selectAll();
        QTest::keyClicks(line, QStringLiteral("40"));
        const auto labels = l.inspector.findChildren<QLabel*>();
        QVERIFY(std::ranges::any_of(
            labels, [](const QLabel* w) { return w->isVisible() && w->text().contains(QStringLiteral("12")); }));
        QTest::keyClick(line, Qt::Key_Return);
        QCOMPARE(l.first().candles, 5U);
        QTest::keyClick(line, Qt::Key_Escape);
        QCOMPARE(line->text(), QStringLiteral("5"));
    }
    void emptied_field_goes_back_to_its_default() {
        Lit l;
        auto* line = qobject_cast<QLineEdit*>(l.inspector.editor("lanterns.first.candles"));
        line->setFocus();
        line->selectAll();
        QTest::keyClick(line, Qt::Key_Delete);
        QTest::keyClick(line, Qt::Key_Return);
        QCOMPARE(l.first().candles, 3U);
        QVERIFY(l.d.text().find("first: {}  # old") != std::string::npos);
    }
    void optional_part_is_put_in_and_taken_out() {
        Lit l;
        auto* there = qobject_cast<QCheckBox*>(l.inspector.editor("lanterns.first.shade?"));
        QVERIFY(there != nullptr);
        QTest::mouseClick(there, Qt::LeftButton, {}, QPoint{8, there->height() / 2});
        QVERIFY(l.first().shade.has_value());
        l.show();
        there = qobject_cast<QCheckBox*>(l.inspector.editor("lanterns.first.shade?"));
        QTest::mouseClick(there, Qt::LeftButton, {}, QPoint{8, there->height() / 2});
        QVERIFY(!l.first().shade.has_value());
    }
    void every_control_has_a_name_for_screen_readers() {
        Lit l;
        for (const auto* w : l.inspector.widget()->findChildren<QWidget*>()) {
            if (w->focusPolicy() == Qt::NoFocus || !w->isVisible() || qobject_cast<const QLabel*>(w) != nullptr)
                continue;
            if (qobject_cast<const QLineEdit*>(w) != nullptr &&
                qobject_cast<const QComboBox*>(w->parentWidget()) != nullptr)
                continue;
            QVERIFY2(!w->accessibleName().isEmpty(), w->metaObject()->className());
        }
    }
    void every_node_of_every_shipped_scenario_has_a_form() {
        Document d;
        for (const auto* name : {"web-shop.yaml", "online-boutique.yaml", "retry-storm.yaml", "social-network.yaml"}) {
            const auto text = read_file(shipped(name).toStdString());
            QVERIFY(text.has_value());
            d.start(*text);
            for (const auto& n : d.topology().nodes) QVERIFY2(form_of(d, n.id.path()).has_value(), n.id.name.c_str());
            for (const auto& e : d.topology().edges)
                for (const auto& c : e.calls) QVERIFY2(form_of(d, c.record).has_value(), c.record.c_str());
            QVERIFY(form_of_scenario(d).has_value());
        }
    }
};

QTEST_MAIN(InspectorTest)
#include "inspector_test.moc"
