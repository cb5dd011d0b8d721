#include "gui/read/report_text.hpp"

#include <QAbstractTextDocumentLayout>
#include <QFile>
#include <QPainter>
#include <QPdfWriter>
#include <QRegularExpression>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextLayout>
#include <QTextObjectInterface>

#include "gui/canvas/canvas_scene.hpp"
#include "gui/plots/plot_panel.hpp"
#include "gui/plots/plot_stack.hpp"
#include "gui/tr.hpp"
#include "reports/html.hpp"
#include "reports/markup.hpp"

namespace nines::gui {

namespace {

constexpr QSize chart_size{660, 210}, largest_drawing{660, 520};  // in 96ths of an inch
constexpr double inch = 96.0;

// Draws pictures where the document has images.
class PictureHandler : public QObject, public QTextObjectInterface {
    Q_OBJECT
    Q_INTERFACES(QTextObjectInterface)
public:
    PictureHandler(const ReportText& text, QObject* parent) : QObject(parent), text_(text) {}
    QSizeF intrinsicSize(QTextDocument* document, int, const QTextFormat& format) override {
        const auto it = text_.pictures.find(format.toImageFormat().name());
        return it == text_.pictures.end() ? QSizeF{} : QSizeF{it->second.size} * scale(document);
    }
    void drawObject(QPainter* painter, const QRectF& rect, QTextDocument*, int, const QTextFormat& format) override {
        const auto it = text_.pictures.find(format.toImageFormat().name());
        if (it == text_.pictures.end()) return;
        // Pictures set clips of their own; one of the next page would show below this one.
        if (painter->hasClipping() && !painter->clipBoundingRect().intersects(rect)) return;
        painter->save();
        painter->translate(rect.topLeft());
        painter->drawPicture(0, 0, it->second.picture);  // which scales itself to the device
        painter->restore();
    }

private:
    static double scale(const QTextDocument* document) {
        const auto* device = document->documentLayout()->paintDevice();
        return device == nullptr ? 1.0 : device->logicalDpiX() / inch;
    }
    ReportText text_;
};

// Takes every element that begins with this tag away, with what it holds.
void remove_elements(QString& html, const QString& tag, const QString& name) {
    const auto open = QLatin1Char('<') + name, close = QStringLiteral("</") + name;
    for (auto at = html.indexOf(tag); at >= 0; at = html.indexOf(tag, at)) {
        auto end = at;
        int depth = 0;
        do {
            const auto next_open = html.indexOf(open, end), next_close = html.indexOf(close, end);
            if (next_close < 0) return;
            const bool deeper = next_open >= 0 && next_open < next_close;
            depth += deeper ? 1 : -1;
            end = html.indexOf(QLatin1Char('>'), deeper ? next_open : next_close) + 1;
        } while (depth > 0);
        html.remove(at, end - at);
    }
}

// Tables with so many columns that the words of their headings would be broken are written smaller.
void mark_wide_tables(QString& html) {
    constexpr int most_columns = 8;
    const auto table = QStringLiteral("<table");
    for (auto at = html.indexOf(table); at >= 0; at = html.indexOf(table, at + 1)) {
        const auto head = QStringView{html}.mid(at, html.indexOf(QStringLiteral("</tr>"), at) - at);
        if (head.count(QStringLiteral("<th")) > most_columns)
            html.replace(at, html.indexOf(QLatin1Char('>'), at) - at,
                         QStringLiteral("<table class=\"wide\" width=\"100%\" cellspacing=\"0\" cellpadding=\"2\""));
    }
}

// What rich text cannot show: figures, bars made of boxes, cards.
[[nodiscard]] QString without_pictures(QString html) {
    const auto remove = [&](const char* pattern) {
        html.remove(QRegularExpression{QString::fromLatin1(pattern), QRegularExpression::DotMatchesEverythingOption});
    };
    remove("<figure.*?</figure>");
    remove("<svg.*?</svg>");
    remove("<p class=\"key\">.*?</p>");
    remove_elements(html, QStringLiteral("<div class=\"bars\">"), QStringLiteral("div"));
    remove_elements(html, QStringLiteral("<div class=\"by-edge"), QStringLiteral("div"));
    remove_elements(html, QStringLiteral("<div class=\"lane"), QStringLiteral("div"));
    remove("<p class=\"note\">Next to nobody waited.</p>");  // stands in for a chart beside its service's
    remove("<article.*?</article>");
    remove("<h3>[^<]*</h3>\\s*(?=<h2|<h3|</section|</div>\\s*</section)");  // a heading of what is gone
    remove(" tabindex=\"0\" role=\"group\" aria-label=\"[^\"]*\"");
    remove("</?details[^>]*>");
    html.replace(QRegularExpression{QStringLiteral("<summary>(.*?)</summary>")},
                 QStringLiteral("<p class=\"note\">\\1</p>"));
    html.replace(QStringLiteral("<table>"),
                 QStringLiteral("<table width=\"100%\" cellspacing=\"0\" cellpadding=\"3\">"));
    mark_wide_tables(html);
    html.replace(QRegularExpression{QStringLiteral("<th scope=\"row\">(.*?)</th>")},
                 QStringLiteral("<td><b>\\1</b></td>"));
    html.replace(QStringLiteral("<th scope=\"col\">"), QStringLiteral("<th align=\"left\">"));
    return html;
}

// The section that a chart belongs to.
[[nodiscard]] std::string home_of(const QString& id) {
    if (id.startsWith(QStringLiteral("database"))) return "data";
    if (id.startsWith(QStringLiteral("consumer"))) return "messages";
    if (id.startsWith(QStringLiteral("availability")) || id.startsWith(QStringLiteral("goodput")))
        return "availability";
    if (id.startsWith(QStringLiteral("latency")) || id.startsWith(QStringLiteral("heat")) ||
        id.startsWith(QStringLiteral("distribution")))
        return "latency";
    if (id.contains(QStringLiteral("breaker"))) return "breakers";
    if (id.startsWith(QStringLiteral("edge")) || id == QStringLiteral("amplification")) return "failures";
    return "services";
}

}  // namespace

ReportText report_text(const Report& r, const std::vector<std::string>& parts, bool with_charts) {
    ReportText out;
    std::map<std::string, std::vector<QString>> charts;  // images by section
    if (with_charts) {
        const auto view = stack_of(r);
        PlotPanel panel;
        panel.resize(chart_size);
        const auto add = [&] {
            const auto name = QStringLiteral("chart%1").arg(out.pictures.size());
            charts[home_of(panel.id())].push_back(name);
            out.pictures[name] = {panel.picture(chart_size), chart_size};
        };
        for (const auto& chart : view.charts) panel.show_chart(chart), add();
        for (const auto& heat : view.heats) panel.show_heat(heat), add();
        for (const auto& d : view.distributions) panel.show_distribution(d), add();
        CanvasScene scene;
        scene.show(topology_of(type_of<Scenario>(), &r.scenario, {}));
        const auto name = QStringLiteral("topology");
        charts["topology"].push_back(name);
        out.pictures[name] = drawn_within(scene, largest_drawing);
    }
    out.html = QStringLiteral("<h1>%1</h1>").arg(QString::fromStdString(escape(r.run.name)));
    if (!r.scenario.description.empty())
        out.html +=
            QStringLiteral("<p class=\"lead\">%1</p>").arg(QString::fromStdString(escape(r.scenario.description)));
    out.html += QStringLiteral("<p class=\"note\">%1</p>")
                    .arg(tr("Run %1 · seed %2 · Nines %3 · %4")
                             .arg(r.run.id)
                             .arg(r.run.seed)
                             .arg(QString::fromStdString(escape(r.run.version)),
                                  QString::fromStdString(escape(r.run.started))));
    for (const auto& section : report_sections(r, parts)) {
        if (section.id == "topology" && !with_charts) continue;
        auto html = without_pictures(QString::fromStdString(section.html));
        // What the page says of its drawing does not hold for the canvas's.
        if (section.id == "topology")
            html.remove(QRegularExpression{QStringLiteral("<p class=\"note\">.*?</p>"),
                                           QRegularExpression::DotMatchesEverythingOption});
        QString images;
        for (const auto& name : charts[section.id]) images += QStringLiteral("<p><img src=\"%1\"></p>").arg(name);
        const auto end = html.lastIndexOf(QStringLiteral("</section>"));
        html.insert(end < 0 ? html.size() : end, images);
        // A heading alone says nothing: its charts were not asked for.
        if (images.isEmpty() && !html.contains(QStringLiteral("<p")) && !html.contains(QStringLiteral("<table")))
            continue;
        out.html += html;
    }
    return out;
}

void fill(QTextDocument& document, const ReportText& text, const Theme& t) {
    document.setDefaultStyleSheet(
        QStringLiteral("body { color: %1; }"
                       "h1 { font-size: 20pt; font-weight: 600; color: %1; }"
                       "h2 { font-size: 14pt; font-weight: 600; color: %1; margin-top: 18px; }"
                       "h3 { font-size: 11pt; font-weight: 600; color: %1; }"
                       "p { color: %1; margin-top: 4px; margin-bottom: 6px; }"
                       "p.lead { font-size: 11pt; color: %2; }"
                       "p.note, i { color: %2; }"
                       "i { font-style: normal; }"
                       "th { color: %2; background-color: %4; font-weight: 600; }"
                       "td { border-bottom: 1px solid %3; color: %1; }"
                       ".wide th { font-size: small; } .wide td { font-size: small; }"
                       ".met { color: %5; font-weight: 600; } .missed { color: %6; font-weight: 600; }"
                       ".inconclusive { color: %7; font-weight: 600; }"
                       "pre { white-space: pre-wrap; font-family: monospace; font-size: 8pt; color: %1; }")
            .arg(t.text.name(), t.muted.name(), t.line.name(), t.panel.name(), t.good.name(), t.down.name(),
                 t.degraded.name()));
    document.setUndoRedoEnabled(false);
    document.setHtml(text.html);
    auto* handler = new PictureHandler{text, &document};
    document.documentLayout()->registerHandler(QTextFormat::ImageObject, handler);
    document.markContentsDirty(0, document.characterCount());
}

// A heading goes to the page of what it is the heading of.
static void keep_headings_with_text(QTextDocument& document) {
    const auto page_of = [&](const QTextBlock& b) {
        const auto bounds = document.documentLayout()->blockBoundingRect(b);
        const double first = b.layout()->lineCount() > 0 ? b.layout()->lineAt(0).y() : 0.0;
        return static_cast<int>((bounds.top() + first) / document.pageSize().height());
    };
    for (auto b = document.begin(); b.isValid() && b.next().isValid(); b = b.next()) {
        if (b.blockFormat().headingLevel() == 0 || page_of(b) == page_of(b.next())) continue;
        auto format = b.blockFormat();
        format.setPageBreakPolicy(QTextFormat::PageBreak_AlwaysBefore);
        QTextCursor{b}.setBlockFormat(format);
        document.markContentsDirty(0, document.characterCount());  // a layout of the rest alone loses tables
    }
}

QString write_pdf(const Report& r, const std::vector<std::string>& parts, const QString& file) {
    const auto failed = [&](const QString& why) { return tr("%1 cannot be written: %2").arg(file, why); };
    QFile out{file};
    if (!out.open(QIODevice::WriteOnly)) return failed(out.errorString());
    QPdfWriter writer{&out};
    writer.setResolution(300);
    writer.setPageSize(QPageSize{QPageSize::A4});
    writer.setPageMargins({16, 14, 16, 16}, QPageLayout::Millimeter);
    writer.setTitle(QString::fromStdString(r.run.name));
    writer.setCreator(QStringLiteral("Nines %1").arg(QString::fromStdString(r.run.version)));

    const Theme& paper = Theme::of(Shade::light);
    QTextDocument document;
    QFont font = document.defaultFont();
    font.setPointSizeF(8.5);
    document.setDefaultFont(font);
    document.documentLayout()->setPaintDevice(&writer);
    const auto text = report_text(r, parts, true);
    fill(document, text, paper);
    const double dpi = writer.resolution();
    const QSizeF page{double(writer.width()), writer.height() - dpi * 0.3};  // room for the footer
    document.setDocumentMargin(0.0);
    document.setPageSize(page);
    keep_headings_with_text(document);

    QPainter p;
    if (!p.begin(&writer)) return failed(tr("no access"));
    const int pages = document.pageCount();
    for (int i = 0; i < pages; ++i) {
        if (i > 0) writer.newPage();
        p.save();
        p.translate(0.0, -i * page.height());
        QAbstractTextDocumentLayout::PaintContext context;
        context.clip = QRectF{0.0, i * page.height(), page.width(), page.height()};
        context.palette.setColor(QPalette::Text, paper.text);
        p.setClipRect(context.clip);
        document.documentLayout()->draw(&p, context);
        p.restore();
        QFont small = font;
        small.setPointSizeF(7.5);
        p.setFont(small);
        p.setPen(paper.muted);
        const QRectF foot{0.0, page.height(), page.width(), dpi * 0.3};
        p.drawText(foot, Qt::AlignLeft | Qt::AlignBottom,
                   QFontMetricsF{small, &writer}.elidedText(QString::fromStdString(r.run.name), Qt::ElideRight,
                                                            foot.width() * 0.6));
        p.drawText(foot, Qt::AlignRight | Qt::AlignBottom, tr("Nines · page %1 of %2").arg(i + 1).arg(pages));
    }
    if (!p.end()) return failed(tr("no space"));
    out.close();
    return out.error() == QFileDevice::NoError ? QString{} : failed(out.errorString());
}

}  // namespace nines::gui

#include "report_text.moc"
