#include "gui/inspector/form.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "gui/kinds.hpp"
#include "gui/places.hpp"
#include "gui/references.hpp"
#include "gui/tr.hpp"
#include "models/layout.hpp"
#include "scenarios/parameter_edit.hpp"
#include "scenarios/reader.hpp"

namespace nines::gui {

namespace {

QString qt(const std::string& text) { return QString::fromStdString(text); }

QString labelled(const std::string& name) {
    QString s = spoken(name);
    if (!s.isEmpty()) s[0] = s[0].toUpper();
    return s;
}

bool is_scalar(const Type& t) { return t.shape == Type::Shape::scalar || t.shape == Type::Shape::choice; }

QString text_of(const Type& t, const void* v) {
    switch (t.shape) {
        case Type::Shape::scalar: return qt(t.print(v));
        case Type::Shape::choice: return qt(t.choices[t.chosen(v)]);
        case Type::Shape::optional: return t.size(v) == 0 ? QString{} : text_of(t.element(), t.at(untyped(v), 0));
        case Type::Shape::list: {
            QStringList parts;
            for (std::size_t i = 0; i < t.size(v); ++i) parts << text_of(t.element(), t.at(untyped(v), i));
            return parts.join(QStringLiteral(", "));
        }
        default: return {};
    }
}

class FormMaker {
    Q_DECLARE_TR_FUNCTIONS(nines::gui::FormMaker)
public:
    explicit FormMaker(const Document& d) : d_(d) {
        for (const auto& p : d.problems())
            if (p.severity != Problem::Severity::note) wrong_.emplace(canonical(p.path), qt(p.message));
    }

    // `base`: what would be in force if it were not stated; null: the type's default.
    FormRow row(const Type& outer, const Field* field, const void* value, const void* base, const std::string& path) {
        FormRow r;
        r.path = path;
        r.field = field;
        r.optional = outer.shape == Type::Shape::optional;
        const Type& t = r.optional ? outer.element() : outer;
        r.type = &t;
        if (field != nullptr) {
            r.label = labelled(field->name);
            r.help = qt(field->help);
            r.source = qt(field->source);
            r.required = field->required;
        }
        r.stated = stated(d_.tree(), d_.type(), path) != nullptr;
        if (!wrong_.empty()) {
            const auto [first, last] = wrong_.equal_range(canonical(path));
            for (auto it = first; it != last; ++it) r.wrong << it->second;
        }
        const void* v = value;
        const void* b = base;
        if (r.optional) {
            r.present = outer.size(value) > 0;
            v = r.present ? outer.at(untyped(value), 0) : nullptr;
            b = base != nullptr && outer.size(base) > 0 ? outer.at(untyped(base), 0) : nullptr;
        }
        switch (t.shape) {
            case Type::Shape::scalar: scalar(r, t, v, b); break;
            case Type::Shape::choice:
                r.editor = FormRow::Editor::choice;
                for (const auto& c : t.choices) r.choices << qt(c);
                if (v != nullptr) r.text = text_of(t, v);
                if (b != nullptr) r.default_text = text_of(t, b);
                break;
            case Type::Shape::record:
                r.editor = FormRow::Editor::record;
                if (r.present) record(r, t, v, b);
                break;
            case Type::Shape::list: list(r, t, v, b); break;
            case Type::Shape::dictionary: dictionary(r, t, v); break;
            case Type::Shape::optional: break;
        }
        return r;
    }

private:
    // Problems name the field behind a shorthand, or not: "steps[0]" and "browse[0]".
    [[nodiscard]] std::string canonical(const std::string& path) const {
        const auto p = written_path(d_.tree(), d_.type(), path);
        return p ? print_path(*p) : path;
    }

    void scalar(FormRow& r, const Type& t, const void* v, const void* b) {
        r.editor = t.name == "boolean"                                         ? FormRow::Editor::flag
                   : t.name == "duration distribution" || t.name == "lifetime" ? FormRow::Editor::distribution
                                                                               : FormRow::Editor::text;
        if (r.field != nullptr && !r.field->refers_to.empty()) {
            r.editor = FormRow::Editor::reference;
            r.choices = names(r.field->refers_to);
        }
        if (v != nullptr) r.text = text_of(t, v);
        if (b != nullptr) r.default_text = text_of(t, b);
    }

    void record(FormRow& r, const Type& t, const void* v, const void* b) {
        const Record& rec = t.record();
        if (r.help.isEmpty()) r.help = qt(rec.help);
        std::shared_ptr<const void> base = t.make();
        if (b != nullptr) base = std::shared_ptr<const void>{b, [](const void*) {}};
        if (rec.preset_offset >= 0 && !rec.presets.empty()) {
            r.preset = qt(*reinterpret_cast<const std::string*>(static_cast<const std::byte*>(v) + rec.preset_offset));
            r.presets << QString{};
            for (const auto& p : rec.presets) r.presets << qt(p.name);
            if (const Preset* p = rec.preset(r.preset.toStdString())) base = p->value;
        }
        QStringList said;
        for (const Field& f : rec.fields) {
            auto below =
                row(*f.type, &f, member(v, f), member(base.get(), f), r.path.empty() ? f.name : r.path + "." + f.name);
            if (below.stated && said.size() < 3) {
                if (!below.holds_rows())
                    said << below.label.toLower() + QLatin1Char(' ') + below.text;
                else if (below.optional)
                    said << below.label.toLower();
            }
            r.rows.push_back(std::move(below));
        }
        if (!r.preset.isEmpty()) said.prepend(r.preset);
        r.summary = said.join(QStringLiteral(" · "));
    }

    void list(FormRow& r, const Type& t, const void* v, const void* b) {
        const Type& e = t.element();
        if (is_scalar(e)) {
            r.editor = FormRow::Editor::list;
            if (v != nullptr) r.text = text_of(t, v);
            if (b != nullptr) r.default_text = text_of(t, b);
            if (r.field != nullptr && !r.field->refers_to.empty()) r.choices = names(r.field->refers_to);
            return;
        }
        r.editor = FormRow::Editor::records;
        for (std::size_t i = 0; v != nullptr && i < t.size(v); ++i) {
            auto item = row(e, nullptr, t.at(untyped(v), i), nullptr, r.path + "[" + std::to_string(i) + "]");
            item.label = QString::number(i + 1);
            item.removable = true;
            r.rows.push_back(std::move(item));
        }
        r.summary = tr("%1 in all").arg(r.rows.size());
    }

    void dictionary(FormRow& r, const Type& t, const void* v) {
        r.editor = FormRow::Editor::entries;
        QStringList names;
        for (std::size_t i = 0; v != nullptr && i < t.size(v); ++i) {
            const auto key = t.key(v, i);
            auto entry =
                row(t.element(), nullptr, t.at(untyped(v), i), nullptr, (r.path.empty() ? "" : r.path + ".") + key);
            entry.label = qt(key);
            entry.removable = true;
            if (names.size() < 3) names << qt(key);
            r.rows.push_back(std::move(entry));
        }
        r.summary = r.rows.size() > 3 ? tr("%1 in all").arg(r.rows.size()) : names.join(QStringLiteral(", "));
    }

    // What there is to refer to as `noun`.
    QStringList names(const std::string& noun) {
        QStringList out;
        const Type& root = d_.type();
        for (const Field& f : root.record().fields) {
            if (f.type->shape != Type::Shape::dictionary || f.type->element().shape != Type::Shape::record) continue;
            const void* all = member(d_.value(), f);
            for (std::size_t i = 0; i < f.type->size(all); ++i) {
                const Kind kind{f.name, noun_of(f), f.figure, {}, &f.type->element(), {}};
                for (const auto& name : names_offered(kind, f.type->key(all, i), f.type->at(untyped(all), i), noun))
                    if (noun != "component" || f.figure != Figure::aside) out << qt(name);
            }
        }
        if (noun == "place" || noun == "side") out << place_names(d_.type(), d_.value());
        return out;
    }

    const Document& d_;
    std::multimap<std::string, QString> wrong_;  // by path as it is written
};

}  // namespace

std::optional<FormRow> form_of(const Document& d, const std::string& path) {
    const Type* t = &d.type();
    const Field* field = nullptr;
    const void* v = d.value();
    for (const auto& part : parse_path(path)) {
        if (t->shape == Type::Shape::optional) {
            if (t->size(v) == 0) return std::nullopt;
            v = t->at(untyped(v), 0);
            t = &t->element();
        }
        if (t->shape == Type::Shape::record && part.key.empty() && !t->record().shorthand.empty()) {
            field = t->record().field(t->record().shorthand);
            v = member(v, *field);
            t = field->type;
        }
        if (t->shape == Type::Shape::record) {
            field = t->record().field(part.key);
            if (field == nullptr) return std::nullopt;
            v = member(v, *field);
            t = field->type;
        } else if (t->shape == Type::Shape::dictionary) {
            std::size_t i = 0;
            while (i < t->size(v) && t->key(v, i) != part.key) ++i;
            if (i == t->size(v)) return std::nullopt;
            v = t->at(untyped(v), i);
            t = &t->element();
            field = nullptr;
        } else if (t->shape == Type::Shape::list) {
            if (!part.key.empty() || part.index >= t->size(v)) return std::nullopt;
            v = t->at(untyped(v), part.index);
            t = &t->element();
            field = nullptr;
        } else {
            return std::nullopt;
        }
    }
    auto form = FormMaker{d}.row(*t, field, v, nullptr, path);
    if (form.label.isEmpty() && !path.empty()) form.label = qt(parse_path(path).back().key);
    return form;
}

std::optional<FormRow> form_of_scenario(const Document& d) {
    FormRow form;
    form.type = &d.type();
    form.editor = FormRow::Editor::record;
    form.help = qt(d.type().record().help);
    for (const Field& f : d.type().record().fields)
        if (!is_drawn_as_node(f) && f.type != &type_of<DrawnAt>() && f.name != "nines")
            if (auto row = form_of(d, f.name)) form.rows.push_back(std::move(*row));
    return form;
}

QString problem_with(const FormRow& row, const QString& text) {
    const Type& t = *row.type;
    if (row.editor == FormRow::Editor::list) {
        const auto documents = parse_yaml(yaml_of(row, text), "");
        if (!documents || documents->size() != 1) return tr("this is no list such as a, b");
        Problems problems;
        std::map<std::string, Mark> marks;
        const auto value = t.make();
        read_value(documents->front(), t, value.get(), "", problems, marks);
        return problems.empty() ? QString{} : qt(problems.front().message);
    }
    if (t.shape != Type::Shape::scalar) return {};
    const auto value = t.make();
    return qt(t.parse(text.trimmed().toStdString(), row.field == nullptr ? Bounds{} : row.field->bounds, value.get()));
}

std::string yaml_of(const FormRow& row, const QString& text) {
    if (row.editor == FormRow::Editor::list) return "[" + text.trimmed().toStdString() + "]";
    return scalar_in_yaml(text.trimmed().toStdString());
}

QString range_of(const FormRow& row) {
    if (row.field == nullptr || row.type->shape != Type::Shape::scalar) return {};
    const auto& b = row.field->bounds;
    // In the field's own unit, as far as the type can say it: by printing the value that the bound parses to.
    const auto show = [&](double x) -> QString {
        if (row.type->name == "share") return QStringLiteral("%1%").arg(x * 100.0);
        if (row.type->name == "rate") return QStringLiteral("%1/s").arg(x);
        if (row.type->name == "duration" || row.type->name == "duration distribution" || row.type->name == "lifetime")
            return x == 0.0 ? QStringLiteral("0") : qt(print_seconds(x));
        return QString::number(x, 'g', 12);
    };
    const bool low = std::isfinite(b.low), high = std::isfinite(b.high);
    if (low && high) return tr("%1 to %2").arg(show(b.low), show(b.high));
    if (low) return (b.low_open ? tr("above %1") : tr("at least %1")).arg(show(b.low));
    if (high) return tr("at most %1").arg(show(b.high));
    return {};
}

}  // namespace nines::gui
