// Form: what the inspector shows of one record, as plain values made from its description: a row for every field, with
// its text, default, help, choices and what is wrong. Rows of records, lists and dictionaries hold rows.
//
// A kind of model that is added later has its form without a line here.
#pragma once

#include <QString>
#include <QStringList>
#include <optional>
#include <string>
#include <vector>

#include "gui/document.hpp"

namespace nines::gui {

struct FormRow {
    enum class Editor : std::uint8_t {
        text,          // a scalar as typed
        distribution,  // the same, with a picture of it
        flag,          // yes or no
        choice,        // one of the words
        reference,     // the name of something; `choices` are what there is
        list,          // of scalars, as "a, b"
        record,        // rows below; present or not when `optional`
        records,       // a list of records: a row each, which can be added, moved and removed
        entries,       // a dictionary of records: the same, by name
    };

    std::string path;
    QString label;
    QString help;
    QString source;  // of the default
    Editor editor = Editor::text;
    const Type* type = nullptr;  // without optional; of lists and dictionaries the whole
    const Field* field = nullptr;
    QString text;           // as it is in force, whether it is stated or not
    QString default_text;   // in force when it is not stated; empty: nothing is
    bool stated = false;    // in the text, by itself
    bool optional = false;  // a record that may be absent
    bool present = true;    // of optional records
    bool required = false;
    bool mixed = false;  // of several nodes: they differ, and there is no text
    QStringList choices;
    QString preset;          // of a record with presets; empty: none
    QStringList presets;     // with an empty one first; empty: it has none
    QString summary;         // of what is in a record, while it is closed
    QStringList wrong;       // problems of the field itself
    bool removable = false;  // an item or an entry
    std::vector<FormRow> rows;

    [[nodiscard]] bool holds_rows() const { return editor >= Editor::record; }
    friend bool operator==(const FormRow&, const FormRow&) = default;
};

// The form of a record or of a single value at a path. Nothing when there is none.
[[nodiscard]] std::optional<FormRow> form_of(const Document& d, const std::string& path);

// Of the scenario itself, without what is drawn as nodes and where.
[[nodiscard]] std::optional<FormRow> form_of_scenario(const Document& d);

// What is wrong with a text for a row, or nothing. With the range, in the words of `nines check`.
[[nodiscard]] QString problem_with(const FormRow& row, const QString& text);
// The text as it has to be written in the document.
[[nodiscard]] std::string yaml_of(const FormRow& row, const QString& text);

// The range, "1 to 1000000", in the units of the field; empty when there is none.
[[nodiscard]] QString range_of(const FormRow& row);

}  // namespace nines::gui
