#include "gui/picture.hpp"

#include <QCoreApplication>
#include <QFileInfo>
#include <QImage>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgGenerator>

#include "gui/canvas/canvas_scene.hpp"
#include "gui/theme.hpp"

namespace nines::gui {

namespace {

constexpr double margin = 24.0, sharpness = 2.0;
constexpr double largest_side = 16'000.0;  // pixels of a PNG

}  // namespace

QString write_picture(CanvasScene& scene, const QString& file) {
    const auto tr = [](const char* text) { return QCoreApplication::translate("Picture", text); };
    const auto area = scene.content().adjusted(-margin, -margin, margin, margin);
    const auto kind = QFileInfo{file}.suffix().toLower();
    QSaveFile out{file};
    if (!out.open(QIODevice::WriteOnly)) return tr("%1 could not be written: %2").arg(file, out.errorString());
    const auto shade = theme().shade;
    const auto selected = scene.selectedItems();
    scene.blockSignals(true);
    scene.clearSelection();
    CurrentTheme::instance().use_for_painting(Shade::light);
    const auto paint = [&](QPaintDevice& device) {
        QPainter p{&device};
        p.setRenderHint(QPainter::Antialiasing);
        scene.render(&p, {}, area);
    };
    bool known = true;
    if (kind == QStringLiteral("svg")) {
        QSvgGenerator g;
        g.setOutputDevice(&out);
        g.setSize(area.size().toSize());
        g.setViewBox(QRectF{{}, area.size()});
        paint(g);
    } else if (kind == QStringLiteral("pdf")) {
        QPdfWriter w{&out};
        w.setPageSize(QPageSize{area.size() * 0.75, QPageSize::Point});
        w.setPageMargins({});
        paint(w);
    } else if (kind == QStringLiteral("png")) {
        const double scale = std::min(sharpness, largest_side / std::max(area.width(), area.height()));
        QImage image{(area.size() * scale).toSize(), QImage::Format_ARGB32_Premultiplied};
        image.fill(Qt::white);
        paint(image);
        known = image.save(&out, "png");
    } else {
        known = false;
    }
    CurrentTheme::instance().use_for_painting(shade);
    for (auto* item : selected) item->setSelected(true);
    scene.blockSignals(false);
    if (!known) return tr("a picture is .svg, .pdf or .png, not \"%1\"").arg(kind);
    return out.commit() ? QString{} : tr("%1 could not be written: %2").arg(file, out.errorString());
}

}  // namespace nines::gui
