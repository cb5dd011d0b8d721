#include "gui/inspector/shared_form.hpp"

#include <algorithm>

namespace nines::gui {

namespace {

using Rows = std::vector<const FormRow*>;

FormRow shared(const Rows& same);

// The row of the same field; null: there is none.
const FormRow* counterpart(const FormRow& row, const FormRow& in) {
    const auto it = std::ranges::find_if(in.rows, [&](const FormRow& other) {
        return other.field != nullptr && row.field != nullptr && other.field->name == row.field->name &&
               other.type == row.type && other.editor == row.editor;
    });
    return it == in.rows.end() ? nullptr : &*it;
}

bool is_alternative(const FormRow& of, const FormRow& row) {
    if (of.type->shape != Type::Shape::record) return false;
    return std::ranges::any_of(of.type->record().exactly_one_of, [&](const auto& group) {
        return std::ranges::find(group, row.field->name) != group.end();
    });
}

std::vector<FormRow> shared_rows(const Rows& of) {
    std::vector<FormRow> out;
    for (const auto& row : of.front()->rows) {
        if (row.editor == FormRow::Editor::records || row.editor == FormRow::Editor::entries) continue;
        Rows same;
        for (const auto* form : of)
            if (const auto* other = counterpart(row, *form)) same.push_back(other);
        if (same.size() != of.size()) continue;
        // Of alternatives only what all of them have chosen.
        const bool alike = std::ranges::all_of(same, [&](const auto* r) { return r->stated == row.stated; });
        if (is_alternative(*of.front(), row) && !alike) continue;
        out.push_back(shared(same));
    }
    return out;
}

FormRow shared(const Rows& same) {
    FormRow out = *same.front();
    for (const auto* row : same) {
        out.mixed = out.mixed || row->text != out.text || row->present != out.present || row->preset != out.preset;
        out.stated = out.stated || row->stated;
        for (const auto& wrong : row->wrong)
            if (!out.wrong.contains(wrong)) out.wrong << wrong;
    }
    if (out.mixed) {
        out.text.clear();
        out.preset.clear();
        out.present = std::ranges::all_of(same, &FormRow::present);
    }
    if (out.holds_rows()) {
        out.rows = out.present ? shared_rows(same) : std::vector<FormRow>{};
        const bool alike = std::ranges::all_of(same, [&](const auto* r) { return r->summary == out.summary; });
        if (!alike) out.summary.clear();
    }
    return out;
}

}  // namespace

std::optional<FormRow> shared_form(const std::vector<FormRow>& forms) {
    if (forms.empty()) return std::nullopt;
    Rows all;
    for (const auto& f : forms) all.push_back(&f);
    FormRow out = forms.front();
    out.mixed = false;
    out.help.clear();
    out.rows = shared_rows(all);
    return out.rows.empty() ? std::nullopt : std::optional{std::move(out)};
}

}  // namespace nines::gui
