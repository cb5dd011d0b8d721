#include "gui/screenshots.hpp"

#include <QApplication>
#include <QDir>
#include <QDockWidget>
#include <QImage>
#include <functional>
#include <vector>

#include "gui/canvas/canvas_scene.hpp"
#include "gui/canvas/canvas_view.hpp"
#include "gui/document.hpp"
#include "gui/draw_section.hpp"
#include "gui/file_actions.hpp"
#include "gui/inspector/inspector.hpp"
#include "gui/main_window.hpp"
#include "gui/palette.hpp"
#include "gui/theme.hpp"

namespace nines::gui {

namespace {

struct View {
    QString name;
    std::function<void(MainWindow&)> prepare;
};

void settle() {
    for (int i = 0; i < 5; ++i) QApplication::processEvents(QEventLoop::AllEvents, 50);
}

std::vector<View> views(const QString& scenarios) {
    const auto open = [scenarios](MainWindow& w, const char* name) {
        w.open(scenarios + QLatin1Char('/') + QLatin1String(name));
        settle();
        w.canvas_view().fit();
    };
    const auto raise = [](MainWindow& w, const char* dock) { w.findChild<QDockWidget*>(QLatin1String(dock))->raise(); };
    return {
        {QStringLiteral("draw"),
         [=](MainWindow& w) {
             open(w, "web-shop.yaml");
             w.canvas().select({"services", "gateway"});
         }},
        {QStringLiteral("draw-call"),
         [=](MainWindow& w) {
             open(w, "web-shop.yaml");
             w.canvas().select({"services", "gateway"}, {"services", "cart"});
         }},
        {QStringLiteral("draw-field"),
         [=](MainWindow& w) {
             open(w, "web-shop.yaml");
             w.draw().go_to("services.catalogue.endpoints.page.steps[0].work");
         }},
        {QStringLiteral("draw-text"),
         [=](MainWindow& w) {
             open(w, "web-shop.yaml");
             raise(w, "text");
             w.canvas().select({"services", "payment"});
         }},
        {QStringLiteral("draw-problems"),
         [=](MainWindow& w) {
             open(w, "web-shop.yaml");
             w.document().set(QStringLiteral("Set"), "services.cart.replicas.count", "many");
             w.document().set(QStringLiteral("Set"), "services.gateway.endpoints.checkout.steps[1].call", "cart.gte");
             raise(w, "problems");
             w.draw().go_to("services.cart.replicas.count");
             raise(w, "inspector");
         }},
        {QStringLiteral("draw-large"), [=](MainWindow& w) { open(w, "social-network.yaml"); }},
        {QStringLiteral("draw-pattern"),
         [=](MainWindow& w) {
             w.draw().files().start_new();
             w.draw().put(QStringLiteral("pattern:Active and passive regions"), {0.0, 0.0});
             w.draw().put(QStringLiteral("pattern:Queue and workers"), {640.0, 60.0});
             settle();
             w.canvas_view().fit();
         }},
        {QStringLiteral("draw-empty"), [=](MainWindow& w) { w.draw().files().start_new(); }},
    };
}

}  // namespace

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
        MainWindow w;
        w.draw().files().questions.unsaved = [](const QString&) { return Questions::Unsaved::discard; };
        w.draw().files().questions.recover = [](const QString&) { return false; };
        w.resize(1440, 900);
        w.show();
        for (const auto& v : views(scenarios)) {
            v.prepare(w);
            const auto file =
                QStringLiteral("%1/%2-%3.png")
                    .arg(folder, v.name, chosen == Shade::light ? QStringLiteral("light") : QStringLiteral("dark"));
            if (!take_picture(w, file, sharpness)) return {};
            files << file;
        }
        w.draw().files().may_close();
    }
    CurrentTheme::instance().use(shade);
    return files;
}

}  // namespace nines::gui
