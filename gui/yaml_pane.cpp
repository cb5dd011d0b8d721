#include "gui/yaml_pane.hpp"

#include <QFontDatabase>
#include <QKeyEvent>
#include <QPainter>
#include <QRegularExpression>
#include <QSyntaxHighlighter>
#include <QTextBlock>
#include <algorithm>

#include "gui/document.hpp"
#include "gui/theme.hpp"

namespace nines::gui {

namespace {

constexpr int typing = 1;  // steps of it become one

class Highlighter : public QSyntaxHighlighter {
public:
    using QSyntaxHighlighter::QSyntaxHighlighter;

protected:
    void highlightBlock(const QString& text) override {
        static const QRegularExpression key{QStringLiteral(R"((?:^|[\s{,\-])([A-Za-z0-9_\-]+)(?=:(?:\s|$)))")};
        static const QRegularExpression number{
            QStringLiteral(R"((?<![\w.\-])\d+(?:\.\d+)?(?:[A-Za-z%]+(?:\d+[a-z]+)*)?(?:/(?:s|min|h|d))?(?![\w]))")};
        static const QRegularExpression call{QStringLiteral(R"(\b[a-z_]+(?=\())")};
        const auto& t = theme();
        const auto paint = [&](const QRegularExpression& e, const QColor& colour, int group) {
            QTextCharFormat f;
            f.setForeground(colour);
            for (auto it = e.globalMatch(text); it.hasNext();) {
                const auto m = it.next();
                setFormat(static_cast<int>(m.capturedStart(group)), static_cast<int>(m.capturedLength(group)), f);
            }
        };
        paint(number, t.series[2], 0);
        paint(call, t.series[3], 0);
        paint(key, t.series[0], 1);
        const auto remark = comment_in(text);
        if (remark >= 0) {
            QTextCharFormat f;
            f.setForeground(t.muted);
            f.setFontItalic(true);
            setFormat(remark, static_cast<int>(text.size()) - remark, f);
        }
    }

private:
    static int comment_in(const QString& text) {
        QChar quote;
        for (int i = 0; i < text.size(); ++i) {
            const QChar c = text[i];
            if (!quote.isNull()) {
                if (c == quote) quote = QChar{};
            } else if (c == QLatin1Char('"') || c == QLatin1Char('\'')) {
                quote = c;
            } else if (c == QLatin1Char('#') && (i == 0 || text[i - 1].isSpace())) {
                return i;
            }
        }
        return -1;
    }
};

class LineNumbers : public QWidget {
public:
    explicit LineNumbers(YamlPane* pane) : QWidget(pane), pane_(*pane) {}
    [[nodiscard]] QSize sizeHint() const override { return {pane_.line_number_width(), 0}; }

protected:
    void paintEvent(QPaintEvent* event) override { pane_.paint_line_numbers(*event, *this); }

private:
    YamlPane& pane_;
};

}  // namespace

YamlPane::YamlPane(Document& document, QWidget* parent) : QPlainTextEdit(parent), document_(document) {
    setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    setLineWrapMode(NoWrap);
    setUndoRedoEnabled(false);  // the document's stack undoes
    setTabChangesFocus(true);
    setAccessibleName(tr("Text of the scenario"));
    numbers_ = new LineNumbers{this};
    auto* highlighter = new Highlighter{this->QPlainTextEdit::document()};
    setViewportMargins(line_number_width(), 0, 0, 0);
    connect(this, &QPlainTextEdit::blockCountChanged, this,
            [this] { setViewportMargins(line_number_width(), 0, 0, 0); });
    connect(this, &QPlainTextEdit::updateRequest, numbers_, [this](const QRect& r, int dy) {
        if (dy != 0)
            numbers_->scroll(0, dy);
        else
            numbers_->update(0, r.y(), numbers_->width(), r.height());
    });
    connect(&document_, &Document::started, this, &YamlPane::take_over);
    connect(&document_, &Document::spliced, this, &YamlPane::show_splice);
    connect(&document_, &Document::changed, this, &YamlPane::mark);
    connect(&document_, &Document::problems_changed, this, &YamlPane::mark);
    connect(this, &QPlainTextEdit::textChanged, this, &YamlPane::typed);
    connect(this, &QPlainTextEdit::cursorPositionChanged, this, [this] {
        mark();
        if (!showing_ && hasFocus()) emit line_entered(textCursor().blockNumber() + 1);
    });
    connect(&CurrentTheme::instance(), &CurrentTheme::changed, this, [this, highlighter] {
        highlighter->rehighlight();
        mark();
    });
    take_over();
}

void YamlPane::take_over() {
    showing_ = true;
    setPlainText(QString::fromStdString(document_.text()));
    showing_ = false;
    mark();
}

void YamlPane::show_splice(const Splice& s) {
    if (showing_) return;
    showing_ = true;
    // What was there is the text without the splice: only lengths matter, and line ends count once.
    const auto length = [](std::string_view text) {
        auto q = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
        return static_cast<int>(q.size() - q.count(QStringLiteral("\r\n")));
    };
    const auto before = std::string_view{document_.text()}.substr(0, s.at);
    const auto after = std::string_view{document_.text()}.substr(s.at + s.inserted.size());
    const int begin = length(before);
    const int end = static_cast<int>(toPlainText().size()) - length(after);
    QTextCursor c{this->QPlainTextEdit::document()};
    c.setPosition(begin);
    c.setPosition(std::max(begin, end), QTextCursor::KeepAnchor);
    auto text = QString::fromStdString(s.inserted);
    text.remove(QLatin1Char('\r'));
    c.insertText(text);
    showing_ = false;
}

void YamlPane::typed() {
    if (showing_) return;
    showing_ = true;
    auto text = toPlainText();
    if (document_.text().find("\r\n") != std::string::npos) text.replace(QLatin1Char('\n'), QStringLiteral("\r\n"));
    auto splice = difference(document_.text(), text.toStdString());
    if (splice.removed > 0 || !splice.inserted.empty())
        document_.replace(tr("Edit the text"), std::move(splice), typing);
    showing_ = false;
}

void YamlPane::go_to_line(int line, int column) {
    const auto block = this->QPlainTextEdit::document()->findBlockByNumber(line - 1);
    if (!block.isValid()) return;
    showing_ = true;
    QTextCursor c{block};
    c.movePosition(QTextCursor::Right, QTextCursor::MoveAnchor, std::clamp(column - 1, 0, block.length() - 1));
    setTextCursor(c);
    centerCursor();
    showing_ = false;
    mark();
}

// The line of the cursor, and the places of problems.
void YamlPane::mark() {
    const auto& t = theme();
    QList<QTextEdit::ExtraSelection> marks;
    QTextEdit::ExtraSelection line;
    QColor ground = t.accent;
    ground.setAlphaF(0.08F);
    line.format.setBackground(ground);
    line.format.setProperty(QTextFormat::FullWidthSelection, true);
    line.cursor = textCursor();
    line.cursor.clearSelection();
    marks << line;
    for (const auto& p : document_.problems()) {
        if (p.line < 1 || p.severity == Problem::Severity::note || marks.size() > 200) continue;
        const auto block = this->QPlainTextEdit::document()->findBlockByNumber(p.line - 1);
        if (!block.isValid()) continue;
        QTextEdit::ExtraSelection s;
        s.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        s.format.setUnderlineColor(p.severity == Problem::Severity::error ? t.down : t.degraded);
        s.cursor = QTextCursor{block};
        s.cursor.movePosition(QTextCursor::Right, QTextCursor::MoveAnchor,
                              std::clamp(p.column - 1, 0, std::max(0, block.length() - 2)));
        s.cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
        s.format.setToolTip(QString::fromStdString(p.message));
        marks << s;
    }
    setExtraSelections(marks);
    numbers_->update();
}

int YamlPane::line_number_width() const {
    const auto digits = QString::number(std::max(99, blockCount())).size();
    return static_cast<int>(digits) * fontMetrics().horizontalAdvance(QLatin1Char('9')) + 18;
}

void YamlPane::paint_line_numbers(QPaintEvent& event, QWidget& on) {
    const auto& t = theme();
    QPainter p{&on};
    p.fillRect(event.rect(), t.panel);
    p.setFont(font());
    auto block = firstVisibleBlock();
    double top = blockBoundingGeometry(block).translated(contentOffset()).top();
    while (block.isValid() && top <= event.rect().bottom()) {
        const double height = blockBoundingRect(block).height();
        const int number = block.blockNumber() + 1;
        const auto wrong = std::ranges::find_if(document_.problems(), [&](const Problem& problem) {
            return problem.line == number && problem.severity != Problem::Severity::note;
        });
        const bool marked = wrong != document_.problems().end();
        p.setPen(marked ? (wrong->severity == Problem::Severity::error ? t.down : t.degraded)
                 : number == textCursor().blockNumber() + 1 ? t.text
                                                            : t.faint);
        const QRectF place{0.0, top, on.width() - 8.0, height};
        p.drawText(place, Qt::AlignRight | Qt::AlignVCenter, QString::number(number));
        if (marked)
            p.drawText(QRectF{2.0, top, 12.0, height}, Qt::AlignCenter,
                       wrong->severity == Problem::Severity::error ? QStringLiteral("✕") : QStringLiteral("!"));
        block = block.next();
        top += height;
    }
}

bool YamlPane::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->matches(QKeySequence::Undo) || key->matches(QKeySequence::Redo)) {
            event->ignore();  // the window's
            return false;
        }
    }
    return QPlainTextEdit::event(event);
}

void YamlPane::resizeEvent(QResizeEvent* event) {
    QPlainTextEdit::resizeEvent(event);
    const auto r = contentsRect();
    numbers_->setGeometry(r.left(), r.top(), line_number_width(), r.height());
}

}  // namespace nines::gui
