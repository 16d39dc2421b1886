@echo off
rem Installs Super Resolution (Paint.NET's effect, service and command line) for the current user. No administrator's rights are needed.
rem   install.cmd                   for Paint.NET from the Store, and for an installed ("classic") one
rem   install.cmd "D:\paint.net"    for a portable Paint.NET in that folder
setlocal EnableExtensions
set "SOURCE=%~dp0"
call :find_effects "%~1"
if errorlevel 1 exit /b %errorlevel%
if "%LOCALAPPDATA%"=="" set "LOCALAPPDATA=%USERPROFILE%\AppData\Local"
set "SERVICE=%LOCALAPPDATA%\srplugin\service"

for %%F in (effect\SrPlugin.PaintDotNet.dll service\srplugin-service.exe service\srplugin.exe service\libtorch\torch_cpu.dll) do (
    if not exist "%SOURCE%%%F" (
        echo The file %%F is missing beside this script. Extract the whole zip first.
        exit /b 2
    )
)

echo Effect:  "%EFFECTS%\SrPlugin"
if exist "%EFFECTS%\SrPlugin" rmdir /s /q "%EFFECTS%\SrPlugin"
if exist "%EFFECTS%\SrPlugin\SrPlugin.PaintDotNet.dll" (
    echo The installed effect is in use. Close Paint.NET and run this script again.
    exit /b 3
)
mkdir "%EFFECTS%\SrPlugin"
copy /y "%SOURCE%effect\*.*" "%EFFECTS%\SrPlugin\" >nul
if not exist "%EFFECTS%\SrPlugin\SrPlugin.Protocol.dll" (
    echo The effect could not be copied to "%EFFECTS%\SrPlugin".
    exit /b 4
)

echo Service: "%SERVICE%"
taskkill /f /im srplugin-service.exe >nul 2>nul
if exist "%SERVICE%" rmdir /s /q "%SERVICE%"
if exist "%SERVICE%\srplugin-service.exe" (
    echo The installed service is in use. Close Paint.NET and other programs that use it, and run this script again.
    exit /b 3
)
mkdir "%SERVICE%"
xcopy "%SOURCE%service" "%SERVICE%" /e /i /q /y >nul
if errorlevel 1 (
    echo The service could not be copied to "%SERVICE%".
    exit /b 4
)
for %%F in (LICENSE.txt THIRD-PARTY-NOTICES.txt sbom.cdx.json) do copy /y "%SOURCE%%%F" "%SERVICE%\" >nul

call :check_runtime
echo Command line: "%SERVICE%\srplugin.exe"
echo Installed. Restart Paint.NET, then find it in Effects, Photo, Super Resolution.
if "%~1"=="" echo If an installed ^(not Store^) Paint.NET does not show it, see README.txt.
exit /b 0

rem The tensor library needs the Visual C++ runtime, which a fresh Windows does not have.
:check_runtime
set "MISSING="
for %%F in (msvcp140.dll vcruntime140.dll vcruntime140_1.dll) do if not exist "%SystemRoot%\System32\%%F" set "MISSING=%%F"
if "%MISSING%"=="" exit /b 0
echo.
echo The Microsoft Visual C++ runtime is missing ^(%MISSING%^). Install it from
echo     https://aka.ms/vs/17/release/vc_redist.x64.exe
echo.
exit /b 0

:find_effects
if not "%~1"=="" (
    if not exist "%~1\paintdotnet.exe" (
        echo There is no paintdotnet.exe in "%~1".
        exit /b 2
    )
    set "EFFECTS=%~1\Effects"
    exit /b 0
)
set "DOCUMENTS="
for /f "tokens=2,*" %%A in ('reg query "HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders" /v Personal 2^>nul') do set "DOCUMENTS=%%B"
if not "%DOCUMENTS%"=="" call set "DOCUMENTS=%DOCUMENTS%"
if "%DOCUMENTS%"=="" set "DOCUMENTS=%USERPROFILE%\Documents"
set "EFFECTS=%DOCUMENTS%\paint.net App Files\Effects"
exit /b 0
