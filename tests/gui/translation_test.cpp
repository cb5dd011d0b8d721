// Every word that a person reads can be translated: it goes through tr(), and stands in the file that translators get.
#include <QAbstractButton>
#include <QAction>
#include <QComboBox>
#include <QDirIterator>
#include <QDockWidget>
#include <QLabel>
#include <QRegularExpression>
#include <QTabWidget>
#include <QTranslator>
#include <QXmlStreamReader>
#include <set>

#include "gui/read/read_section.hpp"
#include "gui/run/run_section.hpp"
#include "gui_test.hpp"

using namespace nines::gui;
using namespace nines::gui::tests;

namespace {

const QString begin = QStringLiteral("«"), end = QStringLiteral("»");

// A language in which every word stands between brackets.
class Brackets : public QTranslator {
public:
    mutable std::set<std::pair<QString, QString>> asked;  // context and source

    [[nodiscard]] QString translate(const char* context, const char* source, const char*, int) const override {
        asked.emplace(QString::fromUtf8(context), QString::fromUtf8(source));
        return begin + QString::fromUtf8(source) + end;
    }
    [[nodiscard]] bool isEmpty() const override { return false; }
};

// What translators get, by context and source.
std::set<std::pair<QString, QString>> file_of_translators() {
    std::set<std::pair<QString, QString>> out;
    QFile file{QStringLiteral(NINES_SOURCE_DIR "/gui/translations/nines.ts")};
    if (!file.open(QIODevice::ReadOnly)) return out;
    QXmlStreamReader xml{&file};
    QString context;
    while (!xml.atEnd()) {
        xml.readNext();
        if (!xml.isStartElement()) continue;
        if (xml.name() == QStringLiteral("name")) context = xml.readElementText();
        if (xml.name() == QStringLiteral("source")) out.emplace(context, xml.readElementText());
    }
    return out;
}

bool has_words(const QString& text) {
    static const QRegularExpression word{QStringLiteral("[A-Za-z]{3,}")};
    return text.contains(word);
}

class Words {
public:
    explicit Words(const MainWindow& w) {
        for (const auto* a : w.findChildren<QAction*>()) {
            note(a->text(), "action");
            note(a->toolTip(), "tip of an action");
            note(a->statusTip(), "status tip of an action");
        }
        for (const auto* x : w.findChildren<QWidget*>()) {
            if (from_descriptions(*x)) continue;
            note(x->toolTip(), x->metaObject()->className());
            note(x->accessibleName(), x->metaObject()->className());
            note(x->accessibleDescription(), x->metaObject()->className());
            if (const auto* dock = qobject_cast<const QDockWidget*>(x)) note(dock->windowTitle(), "dock");
            if (const auto* label = qobject_cast<const QLabel*>(x)) note(label->text(), "label");
            if (const auto* button = qobject_cast<const QAbstractButton*>(x)) note(button->text(), "button");
            if (const auto* line = qobject_cast<const QLineEdit*>(x)) note(line->placeholderText(), "field");
            if (const auto* box = qobject_cast<const QComboBox*>(x))
                for (int i = 0; i < box->count(); ++i) note(box->itemText(i), "choice");
            if (const auto* tabs = qobject_cast<const QTabWidget*>(x))
                for (int i = 0; i < tabs->count(); ++i) note(tabs->tabText(i), "tab");
        }
    }
    QStringList untranslated;
    int seen = 0;

private:
    // The inspector shows the descriptions of parameters, which speak English everywhere.
    static bool from_descriptions(const QWidget& x) {
        for (const QWidget* w = &x; w != nullptr; w = w->parentWidget())
            if (qobject_cast<const Inspector*>(w) != nullptr) return true;
        return false;
    }
    void note(const QString& text, const char* what) {
        if (!has_words(text)) return;
        ++seen;
        if (!text.contains(begin)) untranslated << QStringLiteral("%1: %2").arg(QLatin1String(what), text);
    }
};

}  // namespace

class TranslationTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { isolate(); }

    void every_word_of_the_window_is_translated_and_known_to_translators() {
        Brackets language;
        QVERIFY(QCoreApplication::installTranslator(&language));
        {
            QTemporaryDir home;
            DrivenWindow w;
            add_run_and_read(w, home.filePath(QStringLiteral("runs.db")).toStdString());
            QVERIFY(w.open(shipped("web-shop.yaml")));
            w.canvas().select({"services", "gateway"});
            w.document().set(QStringLiteral("Set"), "services.cart.replicas.count", "many");
            auto& watch = w.findChild<RunSection*>()->watch();
            w.document().undo_stack().undo();
            watch.start(w.document().scenario(), w.document().topology());
            watch.run().step_for(std::chrono::seconds{1});
            QTRY_VERIFY(watch.is_active() && watch.state().seconds >= 1.0);
            const Words words{w};
            QVERIFY2(words.untranslated.isEmpty(), qPrintable(words.untranslated.join(QLatin1Char('\n'))));
            QVERIFY(words.seen > 150);
        }
        QCoreApplication::removeTranslator(&language);
        const auto known = file_of_translators();
        QStringList missing;
        for (const auto& [context, source] : language.asked)
            if (context.startsWith(QStringLiteral("nines::")) && !known.contains({context, source}))
                missing << context + QStringLiteral(": ") + source;
        QVERIFY2(missing.isEmpty(), qPrintable(QStringLiteral("run `ninja translations`:\n") + missing.join('\n')));
    }

    void file_of_translators_has_every_word_of_the_sources() {
        std::set<QString> known;
        for (const auto& [context, source] : file_of_translators()) known.insert(source);
        static const QRegularExpression call{QStringLiteral("\\btr\\(\"((?:[^\"\\\\]|\\\\.)*)\"\\)")};
        QStringList missing;
        int found = 0;
        QDirIterator files{QStringLiteral(NINES_SOURCE_DIR "/gui"),
                           {QStringLiteral("*.cpp")},
                           QDir::Files,
                           QDirIterator::Subdirectories};
        while (files.hasNext()) {
            QFile file{files.next()};
            QVERIFY(file.open(QIODevice::ReadOnly));
            auto matches = call.globalMatch(QString::fromUtf8(file.readAll()));
            while (matches.hasNext()) {
                auto text = matches.next().captured(1);
                text.replace(QStringLiteral("\\\""), QStringLiteral("\"")).replace(QStringLiteral("\\n"), "\n");
                ++found;
                if (!known.contains(text)) missing << text;
            }
        }
        QVERIFY(found > 300);
        QVERIFY2(missing.isEmpty(), qPrintable(QStringLiteral("run `ninja translations`:\n") + missing.join('\n')));
    }
};

QTEST_MAIN(TranslationTest)
#include "translation_test.moc"
