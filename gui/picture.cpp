#include "gui/picture.hpp"

#include <QFileInfo>
#include <QImage>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgGenerator>

#include "gui/canvas/canvas_scene.hpp"
#include "gui/theme.hpp"
#include "gui/tr.hpp"

namespace nines::gui {

namespace {

constexpr double margin = 24.0, sharpness = 2.0;
constexpr double largest_side = 16'000.0;  // pixels of a PNG

// The light theme, and nothing selected, while a picture is made.
class OnPaper {
public:
    explicit OnPaper(CanvasScene& scene) : scene_(scene), shade_(theme().shade), selected_(scene.selectedItems()) {
        scene_.blockSignals(true);
        scene_.clearSelection();
        CurrentTheme::instance().use_for_painting(Shade::light);
    }
    ~OnPaper() {
        CurrentTheme::instance().use_for_painting(shade_);
        for (auto* item : selected_) item->setSelected(true);
        scene_.blockSignals(false);
    }
    OnPaper(const OnPaper&) = delete;
    OnPaper& operator=(const OnPaper&) = delete;

private:
    CanvasScene& scene_;
    Shade shade_;
    QList<QGraphicsItem*> selected_;
};

[[nodiscard]] QRectF area_of(const CanvasScene& scene) {
    return scene.content().adjusted(-margin, -margin, margin, margin);
}

}  // namespace

Drawing drawn_within(CanvasScene& scene, QSize room) {
    const OnPaper paper{scene};
    const auto area = area_of(scene);
    const double scale = std::min({1.0, room.width() / area.width(), room.height() / area.height()});
    Drawing out;
    out.size = (area.size() * scale).toSize();
    QPainter p{&out.picture};
    p.setRenderHint(QPainter::Antialiasing);
    scene.render(&p, QRectF{QPointF{}, QSizeF{out.size}}, area);
    return out;
}

QString write_picture(CanvasScene& scene, const QString& file) {
    const auto area = area_of(scene);
    const auto kind = QFileInfo{file}.suffix().toLower();
    QSaveFile out{file};
    if (!out.open(QIODevice::WriteOnly)) return tr("%1 could not be written: %2").arg(file, out.errorString());
    const OnPaper paper{scene};
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
    if (!known) return tr("a picture is .svg, .pdf or .png, not \"%1\"").arg(kind);
    return out.commit() ? QString{} : tr("%1 could not be written: %2").arg(file, out.errorString());
}

}  // namespace nines::gui
