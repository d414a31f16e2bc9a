@echo off
rem Runs tlsfloor on Windows with Java 17 or later, from the folder that holds tlsfloor.jar.
rem
rem   JAVA_HOME           the Java to use; otherwise that in the folder java next to this file, or the one on the path
rem   TLSFLOOR_JAVA_OPTS  further options for the Java virtual machine, for instance -Xmx4g
rem
rem Exit 4: no usable Java, or Java cannot start. Every other code is the application's own.
setlocal
set "tlsfloor_java=java"
if exist "%~dp0java\bin\java.exe" set "tlsfloor_java=%~dp0java\bin\java.exe"
if defined JAVA_HOME set "tlsfloor_java=%JAVA_HOME%\bin\java.exe"
set "tlsfloor_jvm=-XX:+UseSerialGC -Xmx1g -Xms64m -Xmn32m -XX:-UsePerfData -XX:TieredStopAtLevel=1 -Dfile.encoding=UTF-8"
if "%~1"=="watch" set "tlsfloor_jvm=-XX:+UseG1GC -XX:MaxGCPauseMillis=10 -XX:GCTimeRatio=1 -XX:ParallelGCThreads=2 -XX:ConcGCThreads=1 -Xmx1g -Xms64m -XX:NewSize=12m -XX:MaxNewSize=12m -XX:+ExplicitGCInvokesConcurrent -XX:-UsePerfData -Dfile.encoding=UTF-8"

if not exist "%~dp0tlsfloor.jar" (
  echo tlsfloor: finds no tlsfloor.jar next to %~f0; copy the whole folder that holds it. 1>&2
  exit /b 4
)

rem A Java that is too old or cannot start ends with 1, which means "flagged" here. The option is known from Java 17 on.
"%tlsfloor_java%" %tlsfloor_jvm% %TLSFLOOR_JAVA_OPTS% --enable-native-access=ALL-UNNAMED -version >nul 2>&1
if errorlevel 1 (
  echo tlsfloor: needs Java 17 or later, and "%tlsfloor_java%" is not, or cannot start with these options. Install one, or set JAVA_HOME. 1>&2
  exit /b 4
)

"%tlsfloor_java%" %tlsfloor_jvm% %TLSFLOOR_JAVA_OPTS% -jar "%~dp0tlsfloor.jar" %*
exit /b %ERRORLEVEL%
