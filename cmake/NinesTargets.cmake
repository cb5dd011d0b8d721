# What every target shares: the language, the warnings, the sanitizers, and where includes start.

option(NINES_WARNINGS_AS_ERRORS "Fail the build on a warning" OFF)
set(NINES_SANITIZE "" CACHE STRING "Sanitizers, e.g. address,undefined or thread")

add_library(nines_settings INTERFACE)
target_compile_features(nines_settings INTERFACE cxx_std_20)
target_compile_options(nines_settings INTERFACE -Wall -Wextra -Wconversion
    $<$<BOOL:${NINES_WARNINGS_AS_ERRORS}>:-Werror>)
# g++ 12 at -O3 sees overlaps in std::string (GCC bug 105651) and uninitialized bytes in std::vector's initializer lists
# where there are none.
target_compile_options(nines_settings INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict -Wno-maybe-uninitialized>)
target_include_directories(nines_settings INTERFACE $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>)
if(NINES_SANITIZE)
    target_compile_options(nines_settings INTERFACE -fsanitize=${NINES_SANITIZE} -fno-omit-frame-pointer
        -fno-sanitize-recover=all)
    target_link_options(nines_settings INTERFACE -fsanitize=${NINES_SANITIZE})
endif()

set(CMAKE_CXX_EXTENSIONS OFF)
find_program(NINES_CCACHE ccache)
if(NINES_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    # What ccache needs to be told of precompiled headers (its manual, "Precompiled headers").
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${NINES_CCACHE})
    target_compile_options(nines_settings INTERFACE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
endif()

# The standard headers that nearly every file includes, compiled once: a third of the time of a build.
set(nines_standard_headers <algorithm> <array> <chrono> <cmath> <cstdint> <deque> <functional> <limits> <map> <memory>
    <numeric> <optional> <set> <span> <string> <string_view> <unordered_map> <utility> <vector>)
file(WRITE ${PROJECT_BINARY_DIR}/precompiled.cpp "")
add_library(nines_precompiled OBJECT ${PROJECT_BINARY_DIR}/precompiled.cpp)
target_link_libraries(nines_precompiled PRIVATE nines_settings)
target_precompile_headers(nines_precompiled PRIVATE ${nines_standard_headers})

# nines_library(name SOURCES ... DEPENDS ...): one library a folder, known as nines::name. PRECOMPILE names headers of
# its own that come before the standard ones: those of Qt, which take longer than our code; PRECOMPILED the library
# whose precompiled headers it shares.
function(nines_library name)
    cmake_parse_arguments(arg "" "PRECOMPILED" "SOURCES;DEPENDS;PRIVATE;PRECOMPILE" ${ARGN})
    if(NOT arg_PRECOMPILED)
        set(arg_PRECOMPILED nines_precompiled)
    endif()
    add_library(nines_${name} STATIC ${arg_SOURCES})
    add_library(nines::${name} ALIAS nines_${name})
    target_link_libraries(nines_${name} PUBLIC nines_settings ${arg_DEPENDS} PRIVATE ${arg_PRIVATE})
    if(arg_PRECOMPILE)
        target_precompile_headers(nines_${name} PRIVATE ${arg_PRECOMPILE} ${nines_standard_headers})
    else()
        target_precompile_headers(nines_${name} REUSE_FROM ${arg_PRECOMPILED})
    endif()
endfunction()

# nines_test(name file.cpp DEPENDS ...): one Qt Test program; its test class stands in the file, which ends with
# QTEST_APPLESS_MAIN(...) and #include "file.moc". PRECOMPILED names the target whose precompiled headers it shares;
# those that use widgets see other ones than the rest.
function(nines_test name source)
    if(NOT TARGET nines_tests_precompiled)
        file(WRITE ${PROJECT_BINARY_DIR}/tests_precompiled.cpp "")
        add_library(nines_tests_precompiled OBJECT ${PROJECT_BINARY_DIR}/tests_precompiled.cpp)
        target_link_libraries(nines_tests_precompiled PRIVATE nines_settings Qt6::Test)
        target_precompile_headers(nines_tests_precompiled PRIVATE <QTest> ${nines_standard_headers})
    endif()
    cmake_parse_arguments(arg "" "PRECOMPILED" "DEPENDS" ${ARGN})
    if(NOT arg_PRECOMPILED)
        set(arg_PRECOMPILED nines_tests_precompiled)
    endif()
    add_executable(${name} ${source})
    set_target_properties(${name} PROPERTIES AUTOMOC ON)
    target_link_libraries(${name} PRIVATE nines_settings ${arg_DEPENDS} Qt6::Test)
    target_precompile_headers(${name} REUSE_FROM ${arg_PRECOMPILED})
    target_compile_definitions(${name} PRIVATE NINES_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
    add_test(NAME ${name} COMMAND ${name})
endfunction()
