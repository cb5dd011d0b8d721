// Where things go when the user does not say.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace nines {

// $XDG_DATA_HOME/nines/nines.db, else ~/.local/share/nines/nines.db, else nines.db in the current folder.
[[nodiscard]] std::filesystem::path default_store();

// "nines-reports/web-shop-12.html" in the current folder: the file's name, cleaned, and the run's number.
[[nodiscard]] std::filesystem::path default_report(std::string_view scenario_file, std::uint64_t run,
                                                   std::string_view extension);

// Makes the folders above a file. What went wrong, or an empty string.
[[nodiscard]] std::string make_folders_for(const std::filesystem::path& file);

// Writes a file whole or not at all (beside it, then renamed). What went wrong, or an empty string.
[[nodiscard]] std::string write_whole(const std::filesystem::path& file, std::string_view text);

}  // namespace nines
