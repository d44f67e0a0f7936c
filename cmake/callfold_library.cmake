# callfold_library(NAME SOURCES ... DEPENDS ... [TESTS ...] [ON_BOTH_ENGINES])
#
# One static library for one layer, with the warnings that our own code has to pass. TESTS are built
# into one GoogleTest program, NAME_test, that stands beside the library; ctest runs it on SQLite, and
# with ON_BOTH_ENGINES on PostgreSQL as well.
function(callfold_library name)
    cmake_parse_arguments(ARG "ON_BOTH_ENGINES" "" "SOURCES;DEPENDS;TESTS;TEST_DEPENDS" ${ARGN})
    add_library(callfold_${name} STATIC ${ARG_SOURCES})
    target_include_directories(callfold_${name} PUBLIC ${PROJECT_SOURCE_DIR}/src)
    target_link_libraries(callfold_${name} PUBLIC ${ARG_DEPENDS})
    callfold_warnings(callfold_${name})
    if(CALLFOLD_TESTS AND ARG_TESTS)
        callfold_test(${name}_test SOURCES ${ARG_TESTS}
                      DEPENDS callfold_${name} ${ARG_TEST_DEPENDS})
        if(ARG_ON_BOTH_ENGINES)
            callfold_test_on_postgres(${name}_test)
        endif()
    endif()
endfunction()

function(callfold_warnings target)
    # -Wrestrict warns of std::string's own code when g++ 12 optimises (GCC bug 105651).
    target_compile_options(${target} PRIVATE -Wall -Wextra -Wconversion -Wshadow -Wswitch-enum -Werror
                           $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)
endfunction()

# Where every test finds the project, and the recorded provider data that may stand beside it.
set(CALLFOLD_TEST_ENVIRONMENT
    CALLFOLD_SOURCE_DIR=${PROJECT_SOURCE_DIR}
    CALLFOLD_SHARED_DIR=${PROJECT_SOURCE_DIR}/../shared
    LSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/tests/known_leaks.txt:print_suppressions=0)

# callfold_test(NAME SOURCES ... DEPENDS ...): a GoogleTest program, run by ctest under its name.
function(callfold_test name)
    cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS" ${ARGN})
    find_package(GTest REQUIRED)
    find_package(rapidcheck REQUIRED)
    add_executable(${name} ${ARG_SOURCES})
    target_link_libraries(${name} PRIVATE ${ARG_DEPENDS} GTest::gtest GTest::gmock GTest::gtest_main
                                          rapidcheck)
    callfold_warnings(${name})
    add_test(NAME ${name} COMMAND ${name})
    set_tests_properties(${name} PROPERTIES
        ENVIRONMENT "${CALLFOLD_TEST_ENVIRONMENT}" TIMEOUT 600)
endfunction()

# callfold_test_on_postgres(NAME): the same program once more as NAME_on_postgres, with its temporary
# databases on a PostgreSQL server that it starts; what is about SQLite itself is left out.
function(callfold_test_on_postgres name)
    add_test(NAME ${name}_on_postgres COMMAND ${name})
    set_tests_properties(${name}_on_postgres PROPERTIES
        ENVIRONMENT "${CALLFOLD_TEST_ENVIRONMENT};CALLFOLD_TEST_ENGINE=postgres;GTEST_FILTER=-*Sqlite*:QueryPlans*:*/QueryPlans*"
        TIMEOUT 900)
endfunction()
