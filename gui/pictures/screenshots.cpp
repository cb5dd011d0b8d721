#include "gui/pictures/screenshots.hpp"

#include <QDir>
#include <QImage>
#include <QTemporaryDir>

#include "gui/draw_section.hpp"
#include "gui/file_actions.hpp"
#include "gui/main_window.hpp"
#include "gui/pictures/views.hpp"
#include "gui/read/read_section.hpp"
#include "gui/theme.hpp"

namespace nines::gui {

bool take_picture(MainWindow& window, const QString& file, double sharpness) {
    settle();
    QImage image{window.size() * sharpness, QImage::Format_RGB32};
    image.setDevicePixelRatio(sharpness);
    window.render(&image);
    return image.save(file);
}

QStringList take_screenshots(const QString& scenarios, const QString& folder, double sharpness) {
    QStringList files;
    QDir{}.mkpath(folder);
    const auto shade = theme().shade;
    for (const auto chosen : {Shade::light, Shade::dark}) {
        CurrentTheme::instance().use(chosen);
        const QTemporaryDir home;  // of the runs that are made for the pictures
        MainWindow w;
        add_run_and_read(w, home.filePath(QStringLiteral("runs.db")).toStdString());
        w.draw().files().questions.unsaved = [](const QString&) { return Questions::Unsaved::discard; };
        w.draw().files().questions.recover = [](const QString&) { return false; };
        w.show();
        for (const auto& v : views(scenarios)) {
            w.resize(v.size);
            settle();
            const auto file =
                QStringLiteral("%1/%2-%3.png")
                    .arg(folder, v.name, chosen == Shade::light ? QStringLiteral("light") : QStringLiteral("dark"));
            if (!v.prepare(w) || !take_picture(w, file, sharpness)) return {};
            files << file;
        }
        w.draw().files().may_close();
    }
    CurrentTheme::instance().use(shade);
    return files;
}

}  // namespace nines::gui
