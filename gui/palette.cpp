#include "gui/palette.hpp"

#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QListWidget>
#include <QMimeData>
#include <QPainter>
#include <QPainterPath>
#include <QVBoxLayout>

#include "gui/canvas/node_painter.hpp"
#include "gui/theme.hpp"

// Of a library that is linked statically; Qt wants it outside of every namespace.
static void take_resources() { Q_INIT_RESOURCE(resources); }

namespace nines::gui {

void init_resources() { take_resources(); }

namespace {

constexpr int part_role = Qt::UserRole;

class List : public QListWidget {
public:
    using QListWidget::QListWidget;

protected:
    [[nodiscard]] QMimeData* mimeData(const QList<QListWidgetItem*>& items) const override {
        auto* data = new QMimeData;
        if (!items.isEmpty()) data->setData(palette_mime, items.front()->data(part_role).toString().toUtf8());
        return data;
    }
};

QPixmap blank(double ratio) {
    QPixmap p{QSize{qRound(40 * ratio), qRound(28 * ratio)}};
    p.setDevicePixelRatio(ratio);
    p.fill(Qt::transparent);
    return p;
}

QIcon picture_of(Figure figure) {
    QIcon icon;
    for (const double ratio : {1.0, 2.0}) {
        QPixmap pixmap = blank(ratio);
        QPainter p{&pixmap};
        p.setRenderHint(QPainter::Antialiasing);
        p.setBrush(theme().node);
        p.scale(34.0 / 110.0, 34.0 / 110.0);
        p.setPen(QPen{theme().accent, 5.0, figure == Figure::place ? Qt::DashLine : Qt::SolidLine});
        const QRectF big{10.0, 14.0, 108.0, 60.0};
        p.drawPath(outline(figure, big));
        if (figure == Figure::queue)
            for (const double x : {78.0, 92.0, 106.0})
                p.drawLine(QPointF{x, big.top() + 2.0}, QPointF{x, big.bottom() - 2.0});
        if (figure == Figure::cylinder) {
            QPainterPath lid;
            lid.moveTo(big.left(), big.top() + 9.0);
            lid.cubicTo(big.left(), big.top() + 24.0, big.right(), big.top() + 24.0, big.right(), big.top() + 9.0);
            p.setBrush(Qt::NoBrush);
            p.drawPath(lid);
        }
        if (figure == Figure::person) {
            p.setBrush(Qt::NoBrush);
            p.drawEllipse(QPointF{64.0, 36.0}, 9.0, 9.0);
            QPainterPath shoulders;
            shoulders.moveTo(44.0, 64.0);
            shoulders.cubicTo(46.0, 44.0, 82.0, 44.0, 84.0, 64.0);
            p.drawPath(shoulders);
        }
        icon.addPixmap(pixmap);
    }
    return icon;
}

QIcon picture_of_pattern() {
    QIcon icon;
    for (const double ratio : {1.0, 2.0}) {
        QPixmap pixmap = blank(ratio);
        QPainter p{&pixmap};
        p.setRenderHint(QPainter::Antialiasing);
        p.setPen(QPen{theme().muted, 1.4});
        p.drawLine(QPointF{13.0, 14.0}, QPointF{26.0, 7.0});
        p.drawLine(QPointF{13.0, 14.0}, QPointF{26.0, 21.0});
        p.setPen(QPen{theme().accent, 1.4});
        p.setBrush(theme().node);
        for (const QPointF& at : {QPointF{3.0, 10.0}, QPointF{26.0, 3.0}, QPointF{26.0, 17.0}})
            p.drawRoundedRect(QRectF{at, QSizeF{11.0, 8.0}}, 2.0, 2.0);
        icon.addPixmap(pixmap);
    }
    return icon;
}

Pattern read_pattern(const QString& file) {
    QFile f{file};
    Pattern p;
    if (!f.open(QIODevice::ReadOnly)) return p;
    p.text = f.readAll().toStdString();
    QStringList remarks;
    for (const auto& line : QString::fromStdString(p.text).split(QLatin1Char('\n'))) {
        if (!line.startsWith(QLatin1Char('#'))) break;
        remarks << line.mid(1).trimmed();
    }
    p.name = remarks.isEmpty() ? file : remarks.takeFirst();
    p.help = remarks.join(QLatin1Char(' ')).trimmed();
    return p;
}

}  // namespace

const std::vector<Pattern>& patterns() {
    static const std::vector<Pattern> all = [] {
        init_resources();
        std::vector<Pattern> out;
        const QDir dir{QStringLiteral(":/patterns")};
        for (const auto& name : dir.entryList({QStringLiteral("*.yaml")}, QDir::Files, QDir::Name))
            out.push_back(read_pattern(dir.filePath(name)));
        return out;
    }();
    return all;
}

Palette::Palette(const Type& root, QWidget* parent) : QWidget(parent), root_(root) {
    auto* layout = new QVBoxLayout{this};
    layout->setContentsMargins(6, 6, 6, 6);
    search_ = new QLineEdit;
    search_->setPlaceholderText(tr("Filter"));
    search_->setClearButtonEnabled(true);
    search_->setAccessibleName(tr("Filter the palette"));
    list_ = new List;
    list_->setDragEnabled(true);
    list_->setDragDropMode(QAbstractItemView::DragOnly);
    list_->setIconSize({40, 28});
    list_->setAccessibleName(tr("Palette"));
    list_->setAccessibleDescription(tr("Drag onto the canvas, or press Enter"));
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->setSpacing(1);
    layout->addWidget(search_);
    layout->addWidget(list_, 1);
    connect(search_, &QLineEdit::textChanged, this, &Palette::filter);
    connect(list_, &QListWidget::itemActivated, this,
            [this](QListWidgetItem* i) { emit wanted(i->data(part_role).toString()); });
    connect(&CurrentTheme::instance(), &CurrentTheme::changed, this, &Palette::fill);
    fill();
}

void Palette::fill() {
    list_->clear();
    const auto head = [&](const QString& text) {
        auto* i = new QListWidgetItem{text};
        i->setFlags(Qt::NoItemFlags);
        QFont f = list_->font();
        f.setWeight(QFont::DemiBold);
        i->setFont(f);
        list_->addItem(i);
    };
    const auto part = [&](const QString& name, const QString& help, const QIcon& icon, const QString& data) {
        auto* i = new QListWidgetItem{icon, name};
        i->setToolTip(help);
        i->setData(part_role, data);
        list_->addItem(i);
    };
    head(tr("Parts"));
    for (const auto& k : kinds_and_places_of(root_)) {
        auto name = QString::fromStdString(k.noun);
        name[0] = name[0].toUpper();
        part(name, k.help, picture_of(k.figure), QString::fromStdString(k.section));
    }
    if (&root_ == &type_of<Scenario>()) {
        head(tr("Patterns"));
        for (const auto& p : patterns())
            part(p.name, p.help, picture_of_pattern(), QStringLiteral("pattern:") + p.name);
    }
    constexpr int widest = 250;
    list_->setMinimumWidth(std::min(widest, list_->sizeHintForColumn(0) + 2 * list_->frameWidth() + 4));
    filter(search_->text());
}

void Palette::filter(const QString& text) {
    for (int i = 0; i < list_->count(); ++i) {
        auto* item = list_->item(i);
        const bool head = item->data(part_role).isNull();
        item->setHidden(!text.isEmpty() &&
                        (head || !(item->text() + item->toolTip()).contains(text, Qt::CaseInsensitive)));
    }
}

}  // namespace nines::gui
