// The designer: nines-designer [FILE].
#include <QApplication>
#include <QCommandLineParser>
#include <QIcon>
#include <QLibraryInfo>
#include <QLocale>
#include <QSettings>
#include <QTranslator>

#include "gui/draw_section.hpp"
#include "gui/file_actions.hpp"
#include "gui/main_window.hpp"
#include "gui/palette.hpp"
#include "gui/pictures/screenshots.hpp"
#include "gui/read/read_section.hpp"
#include "gui/theme.hpp"
#include "reports/paths.hpp"

namespace {

// The words of the person's language, where there are some; then those of Qt's own dialogs, too.
void translate(QApplication& app) {
    const QLocale language;
    auto* ours = new QTranslator{&app};
    if (!ours->load(language, QStringLiteral("nines"), QStringLiteral("_"),
                    QApplication::applicationDirPath() + QStringLiteral("/../share/nines/translations")))
        return;
    QApplication::installTranslator(ours);
    auto* theirs = new QTranslator{&app};
    if (theirs->load(language, QStringLiteral("qtbase"), QStringLiteral("_"),
                     QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QApplication::installTranslator(theirs);
}

}  // namespace

int main(int argc, char** argv) {
    QApplication app{argc, argv};
    translate(app);
    QApplication::setApplicationName(QStringLiteral("nines-designer"));
    QApplication::setApplicationDisplayName(QStringLiteral("Nines"));
    QApplication::setOrganizationName(QStringLiteral("nines"));
    QApplication::setDesktopFileName(QStringLiteral("org.nines.Designer"));

    QCommandLineParser parser;
    parser.setApplicationDescription(QApplication::translate("main", "Draws, runs and reads Nines scenarios."));
    parser.addHelpOption();
    parser.addPositionalArgument(QStringLiteral("FILE"), QApplication::translate("main", "A scenario to open"),
                                 QStringLiteral("[FILE]"));
    const QCommandLineOption light{QStringLiteral("light"), QApplication::translate("main", "Light colours")};
    const QCommandLineOption dark{QStringLiteral("dark"), QApplication::translate("main", "Dark colours")};
    const QCommandLineOption pictures{
        QStringLiteral("screenshots"),
        QApplication::translate("main", "Write pictures of every view below FOLDER, of the scenarios in FILE, and end"),
        QStringLiteral("FOLDER")};
    const QCommandLineOption sharpness{QStringLiteral("sharpness"),
                                       QApplication::translate("main", "Pixels of a picture for one of a plain screen"),
                                       QStringLiteral("N"), QStringLiteral("1")};
    parser.addOptions({light, dark, pictures, sharpness});
    parser.process(app);

    using namespace nines::gui;
    const auto chosen = QSettings{}.value(QStringLiteral("shade")).toString();
    CurrentTheme::instance().use(parser.isSet(dark)                  ? Shade::dark
                                 : parser.isSet(light)               ? Shade::light
                                 : chosen == QStringLiteral("dark")  ? Shade::dark
                                 : chosen == QStringLiteral("light") ? Shade::light
                                                                     : shade_of_the_desktop());
    init_resources();
    if (parser.isSet(pictures)) {
        const auto from = parser.positionalArguments().value(0, QStringLiteral("scenarios"));
        return take_screenshots(from, parser.value(pictures), parser.value(sharpness).toDouble()).isEmpty() ? 3 : 0;
    }
    QApplication::setWindowIcon(QIcon{QStringLiteral(":/icons/nines.svg")});
    MainWindow window;
    add_run_and_read(window, nines::default_store());
    window.restore();
    window.show();
    if (!parser.positionalArguments().isEmpty())
        window.open(parser.positionalArguments().constFirst());
    else
        window.draw().files().offer_recovery();
    return QApplication::exec();
}
