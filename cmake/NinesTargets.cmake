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
    set(CMAKE_CXX_COMPILER_LAUNCHER ${NINES_CCACHE})
endif()

# nines_library(name SOURCES ... DEPENDS ...): one library a folder, known as nines::name.
function(nines_library name)
    cmake_parse_arguments(arg "" "" "SOURCES;DEPENDS;PRIVATE" ${ARGN})
    add_library(nines_${name} STATIC ${arg_SOURCES})
    add_library(nines::${name} ALIAS nines_${name})
    target_link_libraries(nines_${name} PUBLIC nines_settings ${arg_DEPENDS} PRIVATE ${arg_PRIVATE})
endfunction()

# nines_test(name file.cpp DEPENDS ...): one Qt Test program; its test class stands in the file, which ends with
# QTEST_APPLESS_MAIN(...) and #include "file.moc".
function(nines_test name source)
    cmake_parse_arguments(arg "" "" "DEPENDS" ${ARGN})
    add_executable(${name} ${source})
    set_target_properties(${name} PROPERTIES AUTOMOC ON)
    target_link_libraries(${name} PRIVATE nines_settings ${arg_DEPENDS} Qt6::Test)
    target_compile_definitions(${name} PRIVATE NINES_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
    add_test(NAME ${name} COMMAND ${name})
endfunction()
