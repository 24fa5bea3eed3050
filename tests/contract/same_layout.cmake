# Compares what PROGRAM prints with the file RECORDED.
execute_process(COMMAND ${PROGRAM} OUTPUT_VARIABLE now RESULT_VARIABLE status)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "${PROGRAM} ended with ${status}")
endif()
file(READ ${RECORDED} recorded)
if(NOT now STREQUAL recorded)
  message(FATAL_ERROR "The layout of the handler ABI changed; handlers in use would break.\n"
          "Only append fields. If this is meant, write a decision record, then record the new layout in\n"
          "${RECORDED}:\n${now}")
endif()
