# What every target of the project shares, and the two kinds of target it is made of:
# shadowsim_room(...)  a static library for one folder of sim/
# shadowsim_test(...)  a test program for one folder of tests/

add_library(shadowsim_options INTERFACE)
target_compile_features(shadowsim_options INTERFACE cxx_std_20)
target_include_directories(shadowsim_options INTERFACE "${PROJECT_SOURCE_DIR}")
target_compile_options(shadowsim_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual
  -Wold-style-cast -Wimplicit-fallthrough -Werror
  # g++ 12 sees uninitialised reads in every move of a std::variant that it inlines
  $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
if(SHADOWSIM_SANITIZE)
  target_compile_options(shadowsim_options INTERFACE
    -fsanitize=${SHADOWSIM_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  # g++ 12 takes the operator new of an instrumented coroutine's frame for another one's than its delete.
  target_compile_options(shadowsim_options INTERFACE
    $<$<CXX_COMPILER_ID:GNU>:-Wno-mismatched-new-delete>)
  target_link_options(shadowsim_options INTERFACE -fsanitize=${SHADOWSIM_SANITIZE})
endif()
if(SHADOWSIM_SANITIZE MATCHES thread)
  # ThreadSanitizer does not know fences, which Asio puts around handlers beside its own locks.
  target_compile_definitions(shadowsim_options INTERFACE BOOST_ASIO_DISABLE_FENCED_BLOCK)
endif()
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)  # the rooms of the service are linked into the broker plugin
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}")

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CCACHE}")
endif()

# shadowsim_room(NAME [SOURCES file...] [USES room-or-library...])
# Makes the static library shadowsim_NAME, known as shadowsim::NAME. USES is the room's whole
# permission to include: scripts/layers holds the #include lines against the same table.
function(shadowsim_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;USES" ${ARGN})
  set(target shadowsim_${name})
  if(ROOM_SOURCES)
    add_library(${target} STATIC ${ROOM_SOURCES})
    target_link_libraries(${target} PUBLIC ${ROOM_USES} PRIVATE shadowsim_options)
    target_include_directories(${target} PUBLIC "${PROJECT_SOURCE_DIR}")
  else()
    add_library(${target} INTERFACE)
    target_link_libraries(${target} INTERFACE ${ROOM_USES})
  endif()
  add_library(shadowsim::${name} ALIAS ${target})
endfunction()

# shadowsim_test(ROOM [LABEL unit|world|endpoint] [SOURCES file...] [USES library...])
# One GoogleTest program a room; every TEST is a ctest of its own, under LABEL (default: unit).
function(shadowsim_test room)
  cmake_parse_arguments(TEST "" "LABEL" "SOURCES;USES" ${ARGN})
  if(NOT TEST_LABEL)
    set(TEST_LABEL unit)
  endif()
  set(target ${room}_test)
  add_executable(${target} ${TEST_SOURCES})
  target_link_libraries(${target} PRIVATE shadowsim_options ${TEST_USES} GTest::gmock_main)
  set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/tests")
  gtest_discover_tests(${target}
    TEST_PREFIX "${room}."
    PROPERTIES LABELS ${TEST_LABEL} TIMEOUT 120 ENVIRONMENT_MODIFICATION "${SHADOWSIM_BROKER_PATH}"
    DISCOVERY_TIMEOUT 60)
endfunction()
