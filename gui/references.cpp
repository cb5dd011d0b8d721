#include "gui/references.hpp"

namespace nines::gui {

namespace {

class Finder {
public:
    explicit Finder(std::vector<Reference>& into) : into_(into) {}

    void walk(const Type& t, const void* value, const std::string& path) {
        switch (t.shape) {
            case Type::Shape::scalar:
                if (field_ != nullptr && !field_->refers_to.empty())
                    into_.push_back({path, t.print(value), field_, owner_, owner_type_, owner_path_});
                return;
            case Type::Shape::choice: return;
            case Type::Shape::optional:
                if (t.size(value) > 0) walk(t.element(), t.at(untyped(value), 0), path);
                return;
            case Type::Shape::list:
                for (std::size_t i = 0; i < t.size(value); ++i)
                    walk(t.element(), t.at(untyped(value), i), path + "[" + std::to_string(i) + "]");
                return;
            case Type::Shape::dictionary:
                for (std::size_t i = 0; i < t.size(value); ++i)
                    walk(t.element(), t.at(untyped(value), i), (path.empty() ? "" : path + ".") + t.key(value, i));
                return;
            case Type::Shape::record: return record(t, value, path);
        }
    }

private:
    void record(const Type& t, const void* value, const std::string& path) {
        const auto* const field = field_;
        const auto* const owner = owner_;
        const auto* const owner_type = owner_type_;
        auto owner_path = std::move(owner_path_);
        for (const Field& f : t.record().fields) {
            field_ = &f;
            owner_ = value;
            owner_type_ = &t;
            owner_path_ = path;
            walk(*f.type, member(value, f), (path.empty() ? "" : path + ".") + f.name);
        }
        field_ = field;
        owner_ = owner;
        owner_type_ = owner_type;
        owner_path_ = std::move(owner_path);
    }

    std::vector<Reference>& into_;
    const Field* field_ = nullptr;
    const void* owner_ = nullptr;
    const Type* owner_type_ = nullptr;
    std::string owner_path_;
};

}  // namespace

std::vector<Reference> references_in(const Type& type, const void* value, const std::string& path) {
    std::vector<Reference> out;
    Finder{out}.walk(type, value, path);
    return out;
}

}  // namespace nines::gui
