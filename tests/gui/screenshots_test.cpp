// Every view can be pictured, light and dark, and shows something.
#include "gui/pictures/screenshots.hpp"

#include <QImage>
#include <set>

#include "gui_test.hpp"

using namespace nines::gui;
using namespace nines::gui::tests;

class ScreenshotsTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { isolate(); }
    void every_view_is_pictured_light_and_dark() {
        QTemporaryDir dir;
        const auto files = take_screenshots(QStringLiteral(NINES_SOURCE_DIR "/scenarios"), dir.path());
        QVERIFY(files.size() >= 16);
        for (const auto& file : files) {
            const QImage image{file};
            const bool laptop = file.contains(QStringLiteral("laptop"));
            QCOMPARE(image.size(), laptop ? QSize(1366, 768) : QSize(1440, 900));
            std::set<QRgb> colours;
            for (int y = 0; y < image.height(); y += 7)
                for (int x = 0; x < image.width(); x += 7) colours.insert(image.pixel(x, y));
            QVERIFY2(colours.size() > 20, qPrintable(file));
            const bool light = qGray(image.pixel(image.width() / 2, 3)) > 128;  // of the menu bar
            QCOMPARE(light, file.contains(QStringLiteral("light")));
        }
    }
};

QTEST_MAIN(ScreenshotsTest)
#include "screenshots_test.moc"
