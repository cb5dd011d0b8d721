// What tests of the designer share: a folder of their own for settings and journals, and the window.
#pragma once

#include <QDir>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "gui/canvas/canvas_scene.hpp"
#include "gui/canvas/canvas_view.hpp"
#include "gui/canvas/edge_item.hpp"
#include "gui/canvas/node_item.hpp"
#include "gui/document.hpp"
#include "gui/draw_section.hpp"
#include "gui/file_actions.hpp"
#include "gui/inspector/inspector.hpp"
#include "gui/main_window.hpp"
#include "gui/palette.hpp"
#include "gui/table_panel.hpp"
#include "gui/theme.hpp"
#include "gui/yaml_pane.hpp"

namespace nines::gui::tests {

// Nothing of the person's is read or written.
inline void isolate() {
    static QTemporaryDir home;
    qputenv("XDG_STATE_HOME", home.filePath(QStringLiteral("state")).toUtf8());
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, home.path());
    QCoreApplication::setOrganizationName(QStringLiteral("nines-test"));
    CurrentTheme::instance().use(Shade::light);
    init_resources();
}

// A window whose questions are answered without a person.
class DrivenWindow : public MainWindow {
public:
    DrivenWindow() {
        auto& q = draw().files().questions;
        q.unsaved = [](const QString&) { return Questions::Unsaved::discard; };
        q.recover = [](const QString&) { return true; };
        q.take_changed_file = [](const QString&) { return true; };
        q.tell = [this](const QString&, const QString& text) { told = text; };
        resize(1400, 900);
        show();
        QApplication::setActiveWindow(this);
    }
    QString told;

    [[nodiscard]] QPoint on_canvas(QPointF scene) { return canvas_view().mapFromScene(scene); }
    void click(QPointF scene, Qt::KeyboardModifiers modifiers = {}) {
        QTest::mouseClick(canvas_view().viewport(), Qt::LeftButton, modifiers, on_canvas(scene));
    }
    void drag(QPointF from, QPointF to, Qt::KeyboardModifiers modifiers = {}) {
        auto* v = canvas_view().viewport();
        QTest::mouseMove(v, on_canvas(from));
        QTest::mousePress(v, Qt::LeftButton, {}, on_canvas(from));
        for (int i = 1; i <= 4; ++i) send_move(on_canvas(from + (to - from) * i / 4.0), modifiers);
        QTest::mouseRelease(v, Qt::LeftButton, modifiers, on_canvas(to));
    }
    [[nodiscard]] QPointF middle_of(const NodeId& id) {
        return canvas().node(id)->pos() + QPointF{node_width / 2.0, node_height / 2.0};
    }
    void type(const std::string& path, const QString& text) {
        QCoreApplication::processEvents();
        draw().inspector().go_to(path);
        auto* w = draw().inspector().editor(path);
        QVERIFY2(w != nullptr, path.c_str());
        auto* line = qobject_cast<QLineEdit*>(w);
        if (line == nullptr) line = w->findChild<QLineEdit*>();
        QVERIFY(line != nullptr);
        line->setFocus();
        line->selectAll();
        QTest::keyClicks(line, text);
        QTest::keyClick(line, Qt::Key_Return);
        QCoreApplication::processEvents();
    }

private:
    // QTest moves no mouse with a button held down.
    void send_move(QPoint at, Qt::KeyboardModifiers modifiers) {
        auto* v = canvas_view().viewport();
        QMouseEvent e{QEvent::MouseMove, at, v->mapToGlobal(at), Qt::NoButton, Qt::LeftButton, modifiers};
        QCoreApplication::sendEvent(v, &e);
    }
};

inline QString shipped(const char* name) {
    return QStringLiteral(NINES_SOURCE_DIR "/scenarios/") + QLatin1String(name);
}

}  // namespace nines::gui::tests
