# What is installed, and the Debian package that cpack makes of it; scripts/package does both. The
# completions and the man page are made by the program itself, by the target `documents`.

set(made "${PROJECT_BINARY_DIR}/documents")
file(MAKE_DIRECTORY "${made}")
set(CPACK_PACKAGE_CONTACT "shadowsim maintainers <maintainers@shadowsim.example>")
execute_process(COMMAND date --utc --date "${SHADOWSIM_RELEASE_DATE}" "+%a, %d %b %Y %T +0000"
  OUTPUT_VARIABLE date OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
configure_file(scripts/packaging/changelog.in "${made}/changelog" @ONLY)

add_custom_command(
  OUTPUT "${made}/shadowsim.bash" "${made}/_shadowsim" "${made}/shadowsim.1.gz" "${made}/changelog.gz"
  COMMAND shadowsim completion bash > shadowsim.bash
  COMMAND shadowsim completion zsh > _shadowsim
  COMMAND shadowsim man > shadowsim.1
  COMMAND gzip --force --best --no-name shadowsim.1
  COMMAND gzip --force --best --no-name --keep changelog
  DEPENDS shadowsim "${made}/changelog"
  WORKING_DIRECTORY "${made}"
  VERBATIM)
add_custom_target(documents
  DEPENDS "${made}/shadowsim.bash" "${made}/_shadowsim" "${made}/shadowsim.1.gz" "${made}/changelog.gz")

set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)  # tests and benches are not needed
install(TARGETS shadowsim RUNTIME DESTINATION bin)
install(TARGETS shadowsim_plugin LIBRARY DESTINATION lib/shadowsim/plugins)  # own_files.cc looks there
install(DIRECTORY scenarios DESTINATION share/shadowsim)
install(FILES README.md DESTINATION share/doc/shadowsim)
install(DIRECTORY docs DESTINATION share/doc/shadowsim)
install(FILES scripts/packaging/copyright "${made}/changelog.gz" DESTINATION share/doc/shadowsim)
install(FILES "${made}/shadowsim.1.gz" DESTINATION share/man/man1)
install(FILES "${made}/shadowsim.bash" DESTINATION share/bash-completion/completions RENAME shadowsim)
install(FILES "${made}/_shadowsim" DESTINATION share/zsh/vendor-completions)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "mosquitto (>= 2.0.11)")  # the embedded endpoint
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "fleet of virtual lights against the AWS IoT Device Shadow service")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"shadowsim plays scenarios with many virtual lights, each with an MQTT
session and a state machine of its own, against a shadow service: that of
AWS IoT Core, or one that it starts itself inside a Mosquitto broker. It
measures how long a wish takes to become true, judges thresholds, and
writes reports for people and for continuous integration.")
include(CPack)
