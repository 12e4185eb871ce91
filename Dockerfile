# The service as an image: built from the locked packages, run as a user without rights, state under /data alone.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source

# The packages first: they change less often than the code.
COPY global.json Directory.Build.props Directory.Build.targets Directory.Packages.props .editorconfig ./
COPY src/Ambassadors.Domain/Ambassadors.Domain.csproj src/Ambassadors.Domain/packages.lock.json src/Ambassadors.Domain/
COPY src/Ambassadors.Matching/Ambassadors.Matching.csproj src/Ambassadors.Matching/packages.lock.json src/Ambassadors.Matching/
COPY src/Ambassadors.Api/Ambassadors.Api.csproj src/Ambassadors.Api/packages.lock.json src/Ambassadors.Api/
RUN dotnet restore src/Ambassadors.Api --locked-mode

COPY LICENSE ./
COPY src/ src/
RUN dotnet publish src/Ambassadors.Api --no-restore --configuration Release --output /app \
 && mkdir /data

FROM mcr.microsoft.com/dotnet/aspnet:10.0
ENV ASPNETCORE_HTTP_PORTS=8080 \
    Data__Directory=/data \
    DOTNET_EnableDiagnostics=0

# Numeric, so that an orchestrator can see that it is not root. A new volume takes the directory's owner over.
ARG APP_UID=1654
COPY --from=build --chown=$APP_UID:$APP_UID /data /data
COPY --from=build /app /app
WORKDIR /app
USER $APP_UID:$APP_UID
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 CMD ["dotnet", "Ambassadors.Api.dll", "health"]
ENTRYPOINT ["dotnet", "Ambassadors.Api.dll"]
