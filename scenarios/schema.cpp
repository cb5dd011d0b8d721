#include "scenarios/schema.hpp"

#include <nlohmann/json.hpp>

#include <set>

#include "models/scenario.hpp"

namespace nines {

namespace {

using Json = nlohmann::ordered_json;

class Schema {
public:
    [[nodiscard]] Json whole() {
        Json root;
        root["$schema"] = "https://json-schema.org/draft/2020-12/schema";
        root["title"] = "Nines scenario";
        const auto reference = describe(type_of<Scenario>());
        root["$ref"] = reference["$ref"];
        root["$defs"] = std::move(definitions_);
        return root;
    }

private:
    [[nodiscard]] Json describe(const Type& t) {
        switch (t.shape) {
            case Type::Shape::scalar: return scalar(t);
            case Type::Shape::choice: return Json{{"enum", t.choices}};
            case Type::Shape::optional: return describe(t.element());
            case Type::Shape::list: return Json{{"type", "array"}, {"items", describe(t.element())}};
            case Type::Shape::dictionary:
                return Json{{"type", "object"},
                            {"propertyNames", {{"pattern", "^[A-Za-z0-9_-]{1,100}$"}}},
                            {"additionalProperties", describe(t.element())}};
            case Type::Shape::record: return record(t);
        }
        return {};
    }

    // Units make most scalars text, but YAML reads some, such as 0 or 0.5, as numbers.
    [[nodiscard]] static Json scalar(const Type& t) {
        Json out;
        if (t.name == "boolean") return Json{{"type", "boolean"}};
        if (t.name == "integer") return Json{{"type", "integer"}};
        if (t.name == "number") return Json{{"type", "number"}};
        out["type"] = Json::array({"string", "number"});
        out["description"] = t.expects;
        if (!t.pattern.empty()) out["pattern"] = t.pattern;
        return out;
    }

    [[nodiscard]] Json record(const Type& t) {
        const Json reference{{"$ref", "#/$defs/" + t.name}};
        if (!seen_.insert(t.name).second) return reference;
        const Record& r = t.record();
        Json object{{"type", "object"}, {"description", r.help}, {"additionalProperties", false}};
        auto& properties = object["properties"] = Json::object();
        Json required = Json::array();
        if (!r.presets.empty()) {
            Json names = Json::array();
            for (const auto& p : r.presets) names.push_back(p.name);
            properties["preset"] = {{"enum", names}, {"description", "Starts from that system's defaults"}};
        }
        for (const Field& f : r.fields) {
            Json field = describe(*f.type);
            if (field.contains("$ref")) field = Json{{"allOf", Json::array({field})}};
            field["description"] = f.help;
            add_bounds(field, f);
            properties[f.name] = std::move(field);
            if (f.required) required.push_back(f.name);
        }
        if (!required.empty()) object["required"] = std::move(required);
        add_groups(object, r);
        const Field* shorthand = r.shorthand.empty() ? nullptr : r.field(r.shorthand);
        definitions_[t.name] =
            shorthand == nullptr ? object : Json{{"anyOf", Json::array({object, describe(*shorthand->type)})}};
        return reference;
    }

    static void add_bounds(Json& field, const Field& f) {
        const Type& t = f.type->shape == Type::Shape::optional ? f.type->element() : *f.type;
        if (t.name != "integer" && t.name != "number") return;
        if (std::isfinite(f.bounds.low)) field[f.bounds.low_open ? "exclusiveMinimum" : "minimum"] = f.bounds.low;
        if (std::isfinite(f.bounds.high)) field["maximum"] = f.bounds.high;
    }

    static void add_groups(Json& object, const Record& r) {
        Json all = Json::array();
        for (const auto& group : r.exactly_one_of) {
            Json one;
            Json any = Json::array();
            for (const auto& name : group) any.push_back({{"required", Json::array({name})}});
            one = any;
            if (r.preset_offset >= 0)  // which may state one of them
                one.push_back({{"required", Json::array({"preset"})}, {"not", {{"anyOf", std::move(any)}}}});
            all.push_back({{"oneOf", std::move(one)}});
        }
        if (!all.empty()) object["allOf"] = std::move(all);
    }

    Json definitions_ = Json::object();
    std::set<std::string> seen_;
};

}  // namespace

std::string scenario_schema() { return Schema{}.whole().dump(2) + "\n"; }

}  // namespace nines
