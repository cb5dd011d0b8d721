// Words of functions that belong to no QObject: they are translated like those of the classes.
//
// Classes without Q_OBJECT say Q_DECLARE_TR_FUNCTIONS instead, because lupdate takes a member's words for its class's.
#pragma once

#include <QCoreApplication>
#include <QString>

namespace nines::gui {

[[nodiscard]] inline QString tr(const char* text) { return QCoreApplication::translate("nines::gui", text); }

}  // namespace nines::gui
