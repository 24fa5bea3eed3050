# Installs what others build handlers with: `cmake --install BUILD --component postern-handler-dev`.
include(CMakePackageConfigHelpers)

set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/Postern)
set(package_component COMPONENT postern-handler-dev)

set_target_properties(postern_handler PROPERTIES EXPORT_NAME handler)
target_compile_features(postern_handler INTERFACE cxx_std_17)
install(TARGETS postern_handler EXPORT PosternTargets)
install(EXPORT PosternTargets NAMESPACE Postern:: DESTINATION ${package_folder} ${package_component})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/gateway/include/postern
        DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} ${package_component})

write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/PosternConfigVersion.cmake
                                 COMPATIBILITY SameMajorVersion ARCH_INDEPENDENT)
install(FILES ${CMAKE_CURRENT_LIST_DIR}/PosternConfig.cmake ${CMAKE_CURRENT_LIST_DIR}/PosternAddHandler.cmake
              ${CMAKE_CURRENT_BINARY_DIR}/PosternConfigVersion.cmake
        DESTINATION ${package_folder} ${package_component})
